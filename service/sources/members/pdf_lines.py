"""Lines of a page of a PDF, rebuilt from where its pieces of text stand."""

from dataclasses import dataclass

from pypdfium2 import PdfPage, PdfTextPage

#: Pieces stand on one line where their heights overlap by this share, and in two cells from this many heights apart.
_OVERLAP = 0.5
_GAP = 1.2


@dataclass(frozen=True)
class _Piece:
    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def page_lines(page: PdfPage) -> list[tuple[str, ...]]:
    """The cells of each line of a page from top to bottom; empty for a page without text, such as a scan."""
    text = page.get_textpage()
    pieces = [_piece(text, *text.get_rect(index)) for index in range(text.count_rects())]
    lines: list[list[_Piece]] = []
    for piece in sorted((piece for piece in pieces if piece.text), key=lambda piece: -(piece.top + piece.bottom)):
        if lines and _level(lines[-1][0], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_cells(line) for line in lines]


def _piece(text: PdfTextPage, left: float, bottom: float, right: float, top: float) -> _Piece:
    return _Piece(left, bottom, right, top, " ".join(text.get_text_bounded(left, bottom, right, top).split()))


def _level(first: _Piece, second: _Piece) -> bool:
    shared = min(first.top, second.top) - max(first.bottom, second.bottom)
    return shared > _OVERLAP * min(first.height, second.height)


def _cells(line: list[_Piece]) -> tuple[str, ...]:
    ordered = sorted(line, key=lambda piece: piece.left)
    cells, last = [ordered[0].text], ordered[0]
    for piece in ordered[1:]:
        gap = piece.left - last.right
        if gap > _GAP * last.height:
            cells.append(piece.text)
        elif piece.text != last.text or gap > -piece.height:
            cells[-1] += piece.text if gap < 0.1 * last.height else f" {piece.text}"
        last = piece
    return tuple(cells)
