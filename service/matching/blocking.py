"""Which pairs of records are worth comparing: those that share a place and a telling word, a whole name or a contact."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from service.matching.resolution_records import Codes, Records

#: Blocks that would make more pairs are left out: their word tells too little where they are.
_WORD_PAIRS, _NAME_PAIRS = 2_000, 40_000
#: Pairs that are looked at together.
_TOGETHER = 2_000_000
#: A pair is compared closely if its names share this much of their words' weight, or so many of their letters (rapidfuzz
#: ratio, 0-100) as a misspelt word leaves, or if a contact is the same.
_WORTH, _LETTERS = 0.5, 85.0
#: Places of a record that are looked at, its seat first.
_PLACES = 3
#: Letters with which a misspelt word still begins.
_BEGINNING = 5

Pairs = tuple[Codes, Codes]


def candidate_pairs(records: Records, new: int) -> Pairs:
    """Positions of pairs worth comparing, at least one of the first `new` records in each, in ascending order."""
    size = len(records.ids)
    found = [np.zeros(0, dtype=np.int64)]
    for keys, rows, limit in _blocks(records):
        for first, second in _pairs_of(keys, rows, new, limit):
            codes = np.unique(np.minimum(first, second) * size + np.maximum(first, second))
            found.append(codes[_worth(records, codes // size, codes % size)])
    codes = np.unique(np.concatenate(found))
    return codes // size, codes % size


def _blocks(records: Records) -> Iterator[tuple[Codes, Codes, int]]:
    """Keys of blocks with the record of each, and how many pairs a block may make."""
    rows = np.arange(len(records.ids))
    cells, owners = _cells(records)
    words, starts = _block_words(records)
    count = int(words.max(initial=0)) + 1
    for name in (records.core,) if np.array_equal(records.core, records.full) else (records.core, records.full):
        yield cells * len(records.forms.spelled) + name[owners], owners, _NAME_PAIRS
        owner, word = _joined(starts, words, name[owners])
        yield cells[owner] * count + word, owners[owner], _WORD_PAIRS
    placeless = np.array(
        [not records.places[p].keys and not records.places[p].words for p in range(len(records.places))]
    )
    if placeless.any():
        # A record without any place meets those of the same whole name wherever they are.
        yield records.full, rows, _WORD_PAIRS
    for contact in (records.domain, records.mailbox, records.phone):
        known = np.flatnonzero(contact >= 0)
        yield contact[known], known, _WORD_PAIRS


def _cells(records: Records) -> Pairs:
    """Numbers of the places in which a record may meet others, with the record of each."""
    numbers: dict[tuple[str, str], int] = {}
    by_place = []
    for place in records.places:
        keys = place.keys[:_PLACES]
        names = {("kreis", key[:5]) for key in keys} | {("town", key) for key in keys if len(key) == 8}
        if place.words:
            names.add(("name", " ".join(sorted(place.words))))
        by_place.append(np.array([numbers.setdefault(name, len(numbers)) for name in sorted(names)], dtype=np.int64))
    starts = np.concatenate([[0], np.cumsum([len(cells) for cells in by_place])]).astype(np.int64)
    owner, cell = _joined(starts, np.concatenate([np.zeros(0, dtype=np.int64), *by_place]), records.place)
    areas = np.array(
        [numbers.setdefault(("area", code[:3]), len(numbers)) for code in records.postcodes], dtype=np.int64
    )
    codes = np.array([numbers.setdefault(("code", code), len(numbers)) for code in records.postcodes], dtype=np.int64)
    known = np.flatnonzero(records.postcode >= 0)
    post = records.postcode[known]
    return np.concatenate([cell, areas[post], codes[post]]), np.concatenate([owner, known, known])


def _block_words(records: Records) -> Pairs:
    """Numbers of each name's words and of the beginning of its rarest one, and where each name's start."""
    weights = records.forms.weights
    count = np.bincount(weights.indices, minlength=weights.shape[1])
    beginnings: dict[str, int] = {}
    numbers, starts = [], [0]
    for row, name in enumerate(records.forms.spelled):
        columns = weights.indices[weights.indptr[row] : weights.indptr[row + 1]]
        rarest = name.words[int(count[columns].argmin())][:_BEGINNING]
        numbers.extend(columns.tolist())
        numbers.append(weights.shape[1] + beginnings.setdefault(rarest, len(beginnings)))
        starts.append(len(numbers))
    return np.array(numbers, dtype=np.int64), np.array(starts, dtype=np.int64)


def _joined(starts: Codes, values: Codes, rows: Codes) -> Pairs:
    """Position in `rows` and value for each value of each of the rows; row r has the values starts[r] to starts[r + 1]."""
    counts = starts[rows + 1] - starts[rows]
    owner = np.repeat(np.arange(len(rows)), counts)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, values[starts[rows][owner] + offset]


def _pairs_of(keys: Codes, rows: Codes, new: int, limit: int) -> Iterator[Pairs]:
    """The pairs of all blocks that make at most `limit`, a part at a time; new records stand first in their block."""
    order = np.lexsort((rows, rows >= new, keys))
    keys, rows = keys[order], rows[order]
    begins = (
        np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, dtype=np.int64)
    )
    sizes = np.diff(np.concatenate([begins, [len(keys)]]))
    ends = np.repeat(begins + sizes, sizes)
    partners = np.where(rows < new, ends - np.arange(len(rows)) - 1, 0)
    made = np.add.reduceat(partners, begins) if len(begins) else partners
    partners[np.repeat(made > limit, sizes)] = 0
    total = np.cumsum(partners)
    for part in _parts(total):
        counts = partners[part]
        first = np.repeat(np.arange(part.start, part.stop), counts)
        second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
        yield rows[first], rows[second]


def _parts(total: Codes) -> Iterator[slice]:
    """Slices of entries that make about `_TOGETHER` pairs each."""
    start = 0
    while start < len(total):
        done = total[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(total, done + _TOGETHER, side="right")))
        yield slice(start, stop)
        start = stop


def _worth(records: Records, first: Codes, second: Codes) -> NDArray[np.bool_]:
    same = np.zeros(len(first), dtype=bool)
    for contact in (records.domain, records.mailbox, records.phone):
        same |= (contact[first] >= 0) & (contact[first] == contact[second])
    for name in (records.core, records.full):
        left = np.flatnonzero(~same)
        same[left] = shared_weight(records, name[first[left]], name[second[left]]) >= _WORTH
    return same | _nearly_spelled(records, first, second, ~same)


def _nearly_spelled(records: Records, first: Codes, second: Codes, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    letters = records.forms.letters
    lengths = np.array([len(name) for name in letters], dtype=np.float64)
    shorter = np.minimum(lengths[records.core[first]], lengths[records.core[second]])
    longer = np.maximum(lengths[records.core[first]], lengths[records.core[second]])
    # Names of such different lengths cannot reach the ratio, which takes much longer to compute.
    rows = np.flatnonzero(asked & (shorter >= longer * _LETTERS / (200.0 - _LETTERS)))
    near = np.zeros(len(first), dtype=bool)
    if len(rows):
        sides = (letters[records.core[side[rows]]] for side in (first, second))
        near[rows] = process.cpdist(*sides, scorer=fuzz.ratio, score_cutoff=_LETTERS, dtype=np.uint8) > 0
    return near


def shared_weight(records: Records, first: Codes, second: Codes) -> NDArray[np.float64]:
    """Share of two names' words, by weight, that both have (Dice)."""
    weights = records.forms.weights
    whole = np.asarray(weights.sum(axis=1)).ravel()
    common = np.asarray(weights[first].minimum(weights[second]).sum(axis=1)).ravel()
    return np.asarray(2.0 * common / (whole[first] + whole[second]), dtype=np.float64)
