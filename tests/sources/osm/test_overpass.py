import json

import pytest

from service.domain.deliveries import Delivered, Reading, Remark
from service.errors import FileDamaged
from service.sources.osm.reader import read

HALL = {"amenity": "townhall", "name": "Rathaus Musterstadt"}
RING = [{"lat": lat, "lon": lon} for lat, lon in [(50.0, 8.0), (50.0, 8.2), (50.2, 8.2), (50.2, 8.0), (50.0, 8.0)]]
NODES = [{"type": "node", "id": number, **place} for number, place in enumerate(RING[:4], start=1)]


def answer(tmp_path, *elements, **more):
    path = tmp_path / "answer.json"
    head = {"version": 0.6, "osm3s": {"timestamp_osm_base": "2026-05-01T10:00:00Z"}}
    path.write_text(json.dumps(head | {"elements": elements} | more), encoding="utf-8")
    return path


def events(path):
    return list(read(path, Reading()))


def places(path):
    found = [event for event in events(path) if isinstance(event, Delivered)]
    return {event.key: (event.values.get("lat"), event.values.get("lon")) for event in found}


@pytest.mark.parametrize(
    "element",
    [
        {"type": "node", "lat": 50.1, "lon": 8.1},
        {"type": "way", "center": {"lat": 50.1, "lon": 8.1}, "nodes": [1, 2]},
        {"type": "way", "geometry": RING},
        {"type": "way", "nodes": [1, 2, 3, 4, 1]},
        {"type": "relation", "members": [{"type": "way", "ref": 5, "role": "outer", "geometry": RING}]},
        {"type": "relation", "members": [{"type": "way", "ref": 6, "role": "outer"}]},
    ],
)
def test_the_place_is_told_in_each_way_in_which_answers_tell_it(tmp_path, element):
    way = {"type": "way", "id": 6, "nodes": [1, 2, 3, 4, 1]}
    path = answer(tmp_path, {"id": 77, "tags": HALL, **element}, way, *NODES)
    assert places(path) == {f"{element['type']}/77": pytest.approx((50.1, 8.1))}


def test_an_object_without_any_place_is_delivered_all_the_same(tmp_path):
    assert places(answer(tmp_path, {"type": "way", "id": 1, "tags": HALL, "nodes": [8, 9]})) == {"way/1": (None, None)}


def test_the_day_of_the_data_is_told(tmp_path):
    assert events(answer(tmp_path))[0].made_on == "2026-05-01"


def test_a_query_that_broke_off_is_told(tmp_path):
    found = events(answer(tmp_path, *NODES, remark='runtime error: Query timed out in "query" at line 3'))
    assert Remark("", "answer_broke_off") in found
    assert Remark("", "answer_broke_off") not in events(answer(tmp_path, *NODES))


def test_an_answer_that_is_cut_off_is_refused(tmp_path):
    path = answer(tmp_path, *NODES)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FileDamaged):
        events(path)


def test_odd_elements_are_passed_over(tmp_path):
    odd = [
        None,
        5,
        {"type": "area", "id": 1},
        {"type": "node", "id": "7", "tags": HALL},
        {"type": "way", "id": 2, "tags": 3},
    ]
    good = {"type": "node", "id": 9, "lat": 91, "lon": "8", "tags": HALL | {"population": 5, "addr:city": None}}
    assert places(answer(tmp_path, *odd, good)) == {"node/9": (None, None)}
