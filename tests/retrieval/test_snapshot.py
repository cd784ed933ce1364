from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.organisations import Organisation
from service.domain.places import overlaps
from service.domain.taxonomy import Taxonomy
from service.retrieval.encoder import Encoder
from service.retrieval.segment import make_segment
from service.retrieval.snapshot import SMALL, Snapshot, empty_snapshot

KEYS = st.sampled_from(["", "09", "05", "091", "09162", "09162000", "09571", "09571136", "09571137", "05315000"])
PLACES = st.lists(KEYS, max_size=3).map(tuple)


def snapshot_of(organisations: list[Organisation], taxonomy: Taxonomy, encoder: Encoder) -> Snapshot:
    segment = make_segment(organisations, taxonomy, encoder)
    return empty_snapshot(encoder.dimension).with_changes(segment, (), 1).merged()


@given(st.lists(PLACES, max_size=8), st.dictionaries(st.integers(0, 12), PLACES, max_size=6), KEYS)
@settings(max_examples=80, deadline=None)
def test_a_place_has_the_organisations_that_overlap_it_by_id(
    taxonomy: Taxonomy, encoder: Encoder, before: list[tuple[str, ...]], late: dict[int, tuple[str, ...]], asked: str
):
    places = {f"o{number:02d}": found for number, found in enumerate(before)}
    old = [Organisation(one, "Verein", "sports_club", catchment=found) for one, found in places.items()]
    new = [Organisation(f"o{n:02d}", "Verein", "sports_club", catchment=found) for n, found in late.items()]
    places |= {organisation.id: organisation.catchment for organisation in new}
    snapshot = snapshot_of(old, taxonomy, encoder).with_changes(make_segment(new, taxonomy, encoder), (), 2)
    wanted = sorted(one for one, keys in places.items() if not asked or any(overlaps(key, asked) for key in keys))
    for served in (snapshot, snapshot.merged()):
        assert served.ids(served.rows_of_place(asked)) == wanted
        assert served.ids(served.rows_of_place(None)) == sorted(places)


def test_a_write_shares_the_base_and_replaces_the_delta(taxonomy: Taxonomy, encoder: Encoder):
    before = snapshot_of([Organisation("a", "Alt", "school")], taxonomy, encoder)
    after = before.with_changes(make_segment([Organisation("a", "Neu", "school")], taxonomy, encoder), (), 2)
    assert after.base is before.base
    assert (before.names([0]), after.names(after.rows_of_place(None))) == (["Alt"], ["Neu"])
    assert not len(after.rows_named("alt"))


def test_an_organisation_written_and_deleted_in_one_batch_stays(taxonomy: Taxonomy, encoder: Encoder):
    segment = make_segment([Organisation("a", "Neu", "school")], taxonomy, encoder)
    snapshot = empty_snapshot(encoder.dimension).with_changes(segment, ["a", "b"], 1)
    assert snapshot.ids(snapshot.rows_of_place(None)) == ["a"]
    assert snapshot.deleted == {"b": 1}


def test_an_organisation_that_comes_back_is_no_longer_deleted(taxonomy: Taxonomy, encoder: Encoder):
    segment = make_segment([Organisation("a", "Verein", "school")], taxonomy, encoder)
    base = snapshot_of([Organisation("a", "Verein", "school")], taxonomy, encoder)
    snapshot = base.with_deleted(["a"], 2).with_changes(segment, (), 3)
    assert not snapshot.deleted
    later = base.merged().following(snapshot, base)
    assert later.ids(later.rows_of_place(None)) == ["a"]


def test_a_delta_is_merged_when_it_is_large_beside_the_base(taxonomy: Taxonomy, encoder: Encoder):
    segment = make_segment([Organisation(f"o{n}", "Verein", "school") for n in range(SMALL + 1)], taxonomy, encoder)
    snapshot = empty_snapshot(encoder.dimension).with_changes(segment, (), 1)
    assert snapshot.needs_merge()
    assert not snapshot.merged().needs_merge()
    assert len(snapshot.merged()) == len(snapshot) == SMALL + 1
