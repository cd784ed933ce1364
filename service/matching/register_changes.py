"""What a new edition of the register changes: which key holds the area of one that is gone, and what tells so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from service.domain.deliveries import DeliveredPlace
from service.domain.names import folded

#: Codes of evidence: same name and area; same area and no name to compare; areas that add up; all parts went there.
SAME_NAME, SAME_AREA, AREA_SUM, PARTS = "same_name", "same_area", "area_sum", "parts"

#: Areas differ by this share at most where only the survey changed.
_TOLERANCE = 0.01
#: Where several sets of municipalities add up to about the same, only one that does so to the hectare is believed.
_EXACT_HECTARES = 2
#: Sets of vanished municipalities are searched up to this many members; whole Verbände may be larger.
_LARGEST_SET = 4
_MOST_VANISHED = 40
#: Digits of a postcode that neighbours share.
_NEAR_DIGITS = 3

Places = Mapping[str, DeliveredPlace]
Set = tuple[DeliveredPlace, ...]


@dataclass(frozen=True)
class _Growth:
    """A municipality that has more hectares than before; all of them for a new one."""

    key: str
    hectares: int
    postcode: str | None


@dataclass(frozen=True)
class Succession:
    """A key that is gone, the key that holds its area now, and the code of the evidence."""

    former: str
    successor: str
    evidence: str


@dataclass(frozen=True)
class Vanished:
    """A key that is gone without evidence of a successor; the candidates lie in the same Kreis, the likeliest first."""

    key: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Renamed:
    """A place that has another name than before."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class RegisterChanges:
    """What a new edition changes, in the order of keys; `moved` has a new key, `merged` lies in another municipality."""

    merged: tuple[Succession, ...]
    moved: tuple[Succession, ...]
    vanished: tuple[Vanished, ...]
    appeared: tuple[str, ...]
    renamed: tuple[Renamed, ...]


def compare(old: Iterable[DeliveredPlace], new: Iterable[DeliveredPlace]) -> RegisterChanges:
    """What changed between two editions of Kreise and municipalities; names or areas of the old one may be missing."""
    before, after = _by_key(old), _by_key(new)
    gone = {key: place for key, place in before.items() if key not in after and len(key) == 8}
    appeared = {key: place for key, place in after.items() if key not in before and len(key) == 8}
    moved = _moved(gone, appeared)
    arrived = {step.successor for step in moved}
    left = {key: place for key, place in gone.items() if key not in {step.former for step in moved}}
    merged = _merged(left, _grown(before, after, arrived))
    steps = {step.former: step.successor for step in (*moved, *merged)}
    asked = [Vanished(key, _candidates(place, after)) for key, place in left.items() if key not in steps]
    return RegisterChanges(
        merged=tuple(sorted(merged, key=lambda step: step.former)),
        moved=tuple(sorted((*moved, *_districts(before, after, steps)), key=lambda step: step.former)),
        vanished=tuple(sorted(asked, key=lambda one: one.key)),
        appeared=tuple(sorted(appeared.keys() - arrived)),
        renamed=tuple(_renamed(before, after)),
    )


def _by_key(places: Iterable[DeliveredPlace]) -> dict[str, DeliveredPlace]:
    return {place.key: place for place in places if len(place.key) in (5, 8)}


def _moved(gone: Places, appeared: Places) -> list[Succession]:
    """Municipalities that have a new key: the only new one of their Land with their name and area."""
    by_land: dict[str, list[DeliveredPlace]] = defaultdict(list)
    for place in appeared.values():
        by_land[place.key[:2]].append(place)
    found: dict[str, list[Succession]] = defaultdict(list)
    for place in gone.values():
        alike = [other for other in by_land[place.key[:2]] if _is_same(place, other)]
        if len(alike) == 1:
            evidence = SAME_NAME if place.name else SAME_AREA
            found[alike[0].key].append(Succession(place.key, alike[0].key, evidence))
    return [steps[0] for steps in found.values() if len(steps) == 1]


def _is_same(place: DeliveredPlace, other: DeliveredPlace) -> bool:
    """Whether two records tell of one municipality: name and area, or area to the hectare and about as many people."""
    if not place.area or not other.area:
        return False
    if place.name and other.name:
        return folded(place.name) == folded(other.name) and abs(place.area - other.area) <= _TOLERANCE * place.area
    return abs(place.area - other.area) <= _EXACT_HECTARES and _as_many_people(place, other)


def _as_many_people(place: DeliveredPlace, other: DeliveredPlace) -> bool:
    if place.population is None or other.population is None:
        return False
    return abs(place.population - other.population) <= max(20, place.population // 10)


def _grown(before: Places, after: Places, arrived: set[str]) -> list[_Growth]:
    grown: list[_Growth] = []
    for key, place in after.items():
        if len(key) == 8 and place.area and key not in arrived:
            earlier = before[key].area if key in before else 0
            more = place.area - (earlier or 0)
            if more > _EXACT_HECTARES and (key not in before or earlier):
                grown.append(_Growth(key, more, place.postcode))
    return grown


def _merged(gone: Places, grown: Sequence[_Growth]) -> list[Succession]:
    """Vanished municipalities whose areas add up to what another one of their Kreis has more than before."""
    by_district: dict[str, list[DeliveredPlace]] = defaultdict(list)
    for place in sorted(gone.values(), key=lambda place: place.key):
        if place.area:
            by_district[place.key[:5]].append(place)
    found: list[Succession] = []
    for district, vanished in by_district.items():
        found += _merged_within(vanished, [growth for growth in grown if growth.key[:5] == district])
    return found


def _merged_within(vanished: Sequence[DeliveredPlace], grown: Sequence[_Growth]) -> list[Succession]:
    """The successions of one Kreis; what one place took is no longer there for the others, the clearest come first."""
    found: list[Succession] = []
    left = list(vanished)
    while fits := _clear_fits(left, grown):
        growth, taken = fits[0]
        found += [Succession(place.key, growth.key, AREA_SUM) for place in taken]
        left = [place for place in left if place not in taken]
        grown = [other for other in grown if other != growth]
    return found


def _clear_fits(left: Sequence[DeliveredPlace], grown: Sequence[_Growth]) -> list[tuple[_Growth, Set]]:
    """Places with the only set that adds up to their growth, exact ones first, unless two places want the same member."""
    for exact in (True, False):
        fits = [(growth, fit) for growth in grown if (fit := _fit(left, growth, exact))]
        wanted = Counter(place.key for _, fit in fits for place in fit)
        clear = [(growth, fit) for growth, fit in fits if all(wanted[place.key] == 1 for place in fit)]
        if clear:
            return clear
    return []


def _fit(left: Sequence[DeliveredPlace], growth: _Growth, exact: bool) -> Set | None:
    """The only set of municipalities whose areas add up; whole Verbände come before neighbours, those before any others."""
    allowed = _EXACT_HECTARES if exact else max(_EXACT_HECTARES, _TOLERANCE * growth.hectares)
    near = [p for p in left if p.postcode and p.postcode[:_NEAR_DIGITS] == (growth.postcode or "")[:_NEAR_DIGITS]]
    for sets in (_associations(left), [tuple(near)], _small_sets(near), _small_sets(left)):
        fitting = {fit for fit in sets if abs(sum(place.area or 0 for place in fit) - growth.hectares) <= allowed}
        if fitting:
            return next(iter(fitting)) if len(fitting) == 1 else None
    return None


def _associations(left: Sequence[DeliveredPlace]) -> list[Set]:
    """The vanished municipalities of each Gemeindeverband, where there are several."""
    members: dict[str, list[DeliveredPlace]] = defaultdict(list)
    for place in left:
        members[place.ars[:9]].append(place)
    return [tuple(places) for places in members.values() if len(places) > 1]


def _small_sets(left: Sequence[DeliveredPlace]) -> Iterable[Set]:
    if len(left) > _MOST_VANISHED:
        return combinations(left, 1)
    return (chosen for size in range(1, _LARGEST_SET + 1) for chosen in combinations(left, size))


def _candidates(place: DeliveredPlace, after: Places) -> tuple[str, ...]:
    """Municipalities of the Kreis, those of the same Verband first, then the largest."""
    inside = [other for key, other in after.items() if len(key) == 8 and key[:5] == place.key[:5]]
    inside.sort(key=lambda other: (other.ars[:9] != place.ars[:9], -(other.population or 0), other.key))
    return tuple(other.key for other in inside)


def _districts(before: Places, after: Places, steps: Mapping[str, str]) -> list[Succession]:
    """Kreise that are gone and whose municipalities all lie in one other Kreis now."""
    lost = {key[:5] for key in before} - {key[:5] for key in after}
    found: list[Succession] = []
    for district in sorted(lost):
        inside = [key for key in before if len(key) == 8 and key[:5] == district]
        targets = {steps[key][:5] for key in inside if key in steps}
        if len(targets) == 1 and all(key in steps for key in inside):
            found.append(Succession(district, targets.pop(), PARTS))
    return found


def _renamed(before: Places, after: Places) -> Iterable[Renamed]:
    for key in sorted(before.keys() & after.keys()):
        old, new = before[key].name, after[key].name
        if old and new and old != new:
            yield Renamed(key, old, new)
