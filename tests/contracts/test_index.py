"""The directory answers alike as base only, as base and delta, merged, and kept on disk; brute force is the yardstick."""

import pathlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.organisations import Organisation
from service.domain.places import overlaps
from service.resources import Resources
from service.retrieval.files import load_snapshot, save_snapshot
from service.retrieval.segment import make_segment
from service.retrieval.snapshot import Snapshot, empty_snapshot
from service.retrieval.vectors import VectorIndex

PLACES = ["", "09", "091", "09162", "09162000", "09562", "09571136", "05", "05315000"]


def organisations(number: int) -> list[Organisation]:
    return [
        Organisation(
            f"o{n:03d}",
            f"Verein {n} {'Jugend' if n % 3 else 'Moschee'}",
            "sports_club",
            ags=PLACES[n % len(PLACES)] or None,
        )
        for n in range(number)
    ]


def all_at_once(resources: Resources, items: list[Organisation], folder: pathlib.Path) -> Snapshot:
    segment = make_segment(items, resources.knowledge.taxonomy, resources.encoder)
    return empty_snapshot(resources.encoder.dimension).with_changes(segment, (), 1).merged()


def in_two_steps(resources: Resources, items: list[Organisation], folder: pathlib.Path) -> Snapshot:
    half = len(items) // 2
    stale = [Organisation(items[0].id, "Alter Name", "school"), *items[1 : half + 2]]
    base = all_at_once(resources, stale, folder)
    segment = make_segment([items[0], *items[half:]], resources.knowledge.taxonomy, resources.encoder)
    return base.with_changes(segment, (), 2)


def merged(resources: Resources, items: list[Organisation], folder: pathlib.Path) -> Snapshot:
    return in_two_steps(resources, items, folder).merged()


def kept(resources: Resources, items: list[Organisation], folder: pathlib.Path) -> Snapshot:
    save_snapshot(in_two_steps(resources, items, folder), folder / "index", "fingerprint")
    loaded = load_snapshot(folder / "index", "fingerprint")
    assert loaded is not None
    return loaded


@pytest.fixture(params=[all_at_once, in_two_steps, merged, kept], ids=lambda make: make.__name__)
def snapshot(request: pytest.FixtureRequest, demo: Resources, tmp_path: pathlib.Path) -> Snapshot:
    make: Callable[[Resources, list[Organisation], pathlib.Path], Snapshot] = request.param
    return make(demo, organisations(40), tmp_path)


def test_places_are_those_of_brute_force_in_the_order_of_ids(snapshot: Snapshot):
    for place in PLACES:
        wanted = [o.id for o in organisations(40) if not place or any(overlaps(p, place) for p in o.prefixes)]
        assert snapshot.ids(snapshot.rows_of_place(place)) == wanted


def test_scores_are_those_of_brute_force(snapshot: Snapshot, demo: Resources):
    rows = snapshot.rows_of_place(None)
    names = snapshot.names(rows)
    assert names == [o.name for o in organisations(40)]
    query = demo.encoder.encode(["Moschee"])[0]
    texts = [f"{name}. {demo.knowledge.taxonomy.roles['sports_club'].label.de}" for name in names]
    np.testing.assert_allclose(snapshot.semantic_scores(query, rows), demo.encoder.encode(texts) @ query, atol=1e-5)
    nearest = snapshot.nearest(query, rows, 5)
    best = np.sort(snapshot.semantic_scores(query, rows))[::-1][:5]
    np.testing.assert_allclose(snapshot.semantic_scores(query, nearest), best, atol=1e-5)


def test_lexical_scores_are_those_of_the_whole_made_at_once(
    snapshot: Snapshot, demo: Resources, tmp_path: pathlib.Path
):
    whole = all_at_once(demo, organisations(40), tmp_path)
    for place in (None, "09", "09162"):
        rows, same = snapshot.rows_of_place(place), whole.rows_of_place(place)
        for queries in (["Moschee 7"], ["Verein 3", "", "Jugend"]):
            wanted = whole.name_scores(queries, same)
            assert wanted.shape == (len(queries), len(rows))
            np.testing.assert_allclose(snapshot.name_scores(queries, rows), wanted, atol=1e-6)
        wanted = whole.text_scores("Moschee und Jugend", same)
        np.testing.assert_allclose(snapshot.text_scores("Moschee und Jugend", rows), wanted, atol=1e-6)


def test_names_are_found_by_spelling(snapshot: Snapshot):
    rows = snapshot.rows_of_place(None)
    scores = snapshot.name_scores(["Verein 33 Moschee"], rows)[0]
    assert snapshot.names(rows[[int(np.argmax(scores))]]) == ["Verein 33 Moschee"]
    assert snapshot.ids(snapshot.rows_named("verein 33 moschee")) == ["o033"]


def test_what_was_deleted_is_gone(snapshot: Snapshot):
    without = snapshot.with_deleted(["o003", "o030"], 3)
    assert len(without) == 38
    for later in (without, without.merged()):
        assert not {"o003", "o030"} & set(later.ids(later.rows_of_place(None)))


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=30))
@settings(max_examples=25, deadline=None)
def test_any_sequence_of_writes_and_deletions_leaves_the_last_state(demo: Resources, steps: list[tuple[int, bool]]):
    state: dict[str, str] = {}
    snapshot = empty_snapshot(demo.encoder.dimension)
    for generation, (number, write) in enumerate(steps, 1):
        key, name = f"o{number}", f"Name {generation}"
        if write:
            segment = make_segment([Organisation(key, name, "school")], demo.knowledge.taxonomy, demo.encoder)
            snapshot, state[key] = snapshot.with_changes(segment, (), generation), name
        else:
            snapshot = snapshot.with_deleted([key], generation)
            state.pop(key, None)
        if generation % 7 == 0:
            snapshot = snapshot.merged()
    rows = snapshot.rows_of_place(None)
    assert dict(zip(snapshot.ids(rows), snapshot.names(rows), strict=True)) == state


def test_a_merge_in_the_background_keeps_what_was_written_meanwhile(demo: Resources, tmp_path: pathlib.Path):
    before = in_two_steps(demo, organisations(20), tmp_path)
    late = make_segment([Organisation("late", "Spät", "school")], demo.knowledge.taxonomy, demo.encoder)
    current = before.with_changes(late, ["o001"], 9)
    after = before.merged().following(current, before)
    assert set(after.ids(after.rows_of_place(None))) == set(current.ids(current.rows_of_place(None)))
    assert after.generation == 9


@pytest.mark.parametrize("name", ["vectors.faiss", "columns.safetensors", "lists.json", "manifest.json"])
@pytest.mark.parametrize("damage", ["flipped", "cut", "gone"])
def test_a_damaged_index_is_not_served(demo: Resources, tmp_path: pathlib.Path, name: str, damage: str):
    save_snapshot(all_at_once(demo, organisations(10), tmp_path), tmp_path / "index", "f")
    path = tmp_path / "index" / name
    content = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    else:
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(bytes(content[: len(content) // 2]) if damage == "cut" else bytes(content))
    assert load_snapshot(tmp_path / "index", "f") is None


def test_an_index_of_another_encoder_is_not_served(demo: Resources, tmp_path: pathlib.Path):
    save_snapshot(all_at_once(demo, organisations(5), tmp_path), tmp_path / "index", "f")
    assert load_snapshot(tmp_path / "index", "other") is None


def test_vectors_that_are_not_finite_are_refused():
    with pytest.raises(ValueError, match="finite"):
        VectorIndex(np.array([[np.nan, 1.0]], dtype=np.float32))
