"""Everything that is missing from a network with those who could fill it: roles, perspectives and bridges alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from service.domain.answers import Bridge, Gap, Perspective, Reason
from service.domain.taxonomy import GapKind
from service.usecases.suggest_candidates import Suggested
from service.web.candidate_rows import CandidateRow, candidate_rows
from service.web.explanations import PageText
from service.web.views import Views


@dataclass(frozen=True)
class FilledGap:
    """What is missing, why in sentences, and those who could fill it, best first.

    `key` names it in addresses; `gap` is the role that nobody holds, None for a perspective or a bridge.
    """

    key: str
    kind: GapKind
    title: str
    why: tuple[str, ...]
    rows: Sequence[CandidateRow]
    gap: Gap | None = None


def filled_roles(found: Suggested, views: Views, floor: float, today: str) -> list[FilledGap]:
    """The reliable gaps with their reliable candidates, those of at least the floor."""
    filled = []
    for gap in found.answer.gaps:
        if not gap.below_floor:
            good = [one for one in gap.candidates if one.score >= floor]
            rows = candidate_rows(views, good, found.decisions, today)
            title = views.taxonomy.roles[gap.role].label.in_language(views.language)
            filled.append(FilledGap(gap.role, gap.kind, title, _sentences(views, gap.reasons), rows, gap))
    return filled


def filled_beyond(found: Suggested, views: Views, text: PageText, today: str) -> list[FilledGap]:
    """The perspectives and bridges with all their candidates: what these state or whom they know is fact."""
    missing: list[Perspective | Bridge] = [*found.answer.perspectives, *found.answer.bridges]
    return [
        FilledGap(
            beyond_key(one),
            GapKind.PERSPECTIVE if isinstance(one, Perspective) else GapKind.BRIDGE,
            beyond_title(one, views, text),
            _sentences(views, one.reasons),
            candidate_rows(views, one.candidates, found.decisions, today),
        )
        for one in missing
    ]


def beyond_key(one: Perspective | Bridge) -> str:
    """A name that stays the same as long as the same is missing."""
    if isinstance(one, Perspective):
        return f"{one.role}-{one.facet}-{crc32(one.value.encode()):08x}"
    return f"bridge-{crc32(repr(one.between).encode()):08x}"


def beyond_title(one: Perspective | Bridge, views: Views, text: PageText) -> str:
    """What is missing in a few words."""
    if isinstance(one, Perspective):
        facet = views.phrases.sentence(f"facet_{one.facet}", views.language)
        role = views.taxonomy.roles[one.role].label.in_language(views.language)
        value = views.facet_value(one.facet, one.value)
        return text("suggestions_perspective", role=role, facet=facet, value=value)
    return text("suggestions_bridge", **{name: one.reasons[0].facts[name] for name in ("first", "second")})


def _sentences(views: Views, reasons: Sequence[Reason]) -> tuple[str, ...]:
    return tuple(views.reason(reason)["text"] for reason in reasons)
