import json
from pathlib import Path

import pytest

from service.domain.deliveries import DeliveredOutline, Format, Opened, Reading, Rejected
from service.errors import FileDamaged, FileUnknown
from service.sources.geography.outlines import read
from service.sources.phrases import read_phrases

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data" / "gemeinden-latlon-kreise-geojson-2018"


def square(west, south, size=1.0):
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(properties, coordinates, kind="Polygon"):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(tmp_path, *features, **more):
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", **more, "features": features}), encoding="utf-8")
    return path


def events(path, **how):
    return list(read(path, Reading(**how)))


def outlines(path, **how):
    return {e.key: e.geometry for e in events(path, **how) if isinstance(e, DeliveredOutline)}


def rejected(path, **how):
    return [event for event in events(path, **how) if isinstance(event, Rejected)]


@pytest.mark.parametrize(
    ("properties", "key"),
    [
        ({"AGS": "06438001"}, "06438001"),
        ({"ags": "09562"}, "09562"),
        ({"RS": "064380001001"}, "06438001"),
        ({"ARS": "06"}, "06"),
        ({"AGS": None, "schluessel": "091"}, "091"),
    ],
)
def test_the_key_is_read_from_the_properties_in_use(tmp_path, properties, key):
    assert outlines(collection(tmp_path, feature(properties, square(8, 50)))) == {
        key: {"type": "Polygon", "coordinates": square(8, 50)}
    }


def test_land_counts_before_water(tmp_path):
    water = feature({"AGS": "01001", "GF": 2}, square(20, 50))
    land = [feature({"AGS": "01001", "GF": 4}, square(8 + n, 54)) for n in (0, 2)]
    path = collection(tmp_path, water, land[0], feature({"AGS": "01002", "GF": 2}, square(9, 53)), land[1])
    assert outlines(path) == {
        "01001": {"type": "MultiPolygon", "coordinates": [square(8, 54), square(10, 54)]},
        "01002": {"type": "Polygon", "coordinates": square(9, 53)},
    }


def test_features_of_one_key_are_joined(tmp_path):
    parts = [
        feature({"AGS": "07"}, square(7, 50)),
        feature({"AGS": "07"}, [square(8, 50), square(9, 50)], "MultiPolygon"),
    ]
    geometry = outlines(collection(tmp_path, *parts))["07"]
    assert geometry == {"type": "MultiPolygon", "coordinates": [square(7, 50), square(8, 50), square(9, 50)]}


def test_a_feature_without_a_key_is_rejected(tmp_path):
    path = collection(tmp_path, feature({"GEN": "Musterstadt"}, square(8, 50)), feature({"AGS": "99"}, square(8, 50)))
    assert rejected(path) == [
        Rejected("/features/0", "outline_without_key", {"given": "Musterstadt"}),
        Rejected("/features/1", "outline_without_key", {"given": "/features/1"}),
    ]


def test_a_key_that_lost_its_zero_is_doubted_unless_somebody_says_so(tmp_path):
    path = collection(tmp_path, feature({"AGS": 6438001}, square(8, 50)))
    assert rejected(path) == [Rejected("/features/0", "short_key", {"given": "6438001", "candidates": "06438001"})]
    assert list(outlines(path, zeros_lost=True)) == ["06438001"]


def test_metres_are_no_degrees(tmp_path):
    path = collection(tmp_path, feature({"AGS": "06"}, square(500_000, 5_500_000)))
    assert rejected(path) == [Rejected("/features/0", "outline_not_wgs84", {"key": "06"})]
    assert outlines(path) == {}


@pytest.mark.parametrize(
    ("kind", "coordinates"), [("Point", [8, 50]), ("Polygon", [[[8, 50], [8, 51]]]), ("Polygon", [5])]
)
def test_what_encloses_nothing_is_rejected_and_the_rest_is_taken(tmp_path, kind, coordinates):
    path = collection(tmp_path, feature({"AGS": "06"}, coordinates, kind), feature({"AGS": "06"}, square(8, 50)))
    assert rejected(path) == [Rejected("/features/0", "outline_without_area", {"key": "06"})]
    assert outlines(path)["06"]["coordinates"] == square(8, 50)


def test_whom_to_name_is_told_by_the_file_or_its_properties(tmp_path):
    named = feature({"AGS": "06", "Quellenvermerk": "© Musteramt"}, square(8, 50))
    assert events(collection(tmp_path, named))[0] == Opened(Format.OUTLINES, None, "© Musteramt")
    plain = feature({"AGS": "06"}, square(8, 50))
    opened = events(collection(tmp_path, plain, attribution="Musteramt 2026", timestamp="2026-01-01T00:00:00Z"))[0]
    assert opened == Opened(Format.OUTLINES, None, "Musteramt 2026", "2026-01-01")


def test_a_file_that_is_cut_off_is_refused(tmp_path):
    path = collection(tmp_path, feature({"AGS": "06"}, square(8, 50)))
    path.write_bytes(path.read_bytes()[:-15])
    with pytest.raises(FileDamaged):
        events(path)


def test_json_without_features_is_not_known(tmp_path):
    path = tmp_path / "areas.geojson"
    path.write_text('{"type": "Topology"}')
    with pytest.raises(FileUnknown):
        events(path)


def test_every_problem_has_its_sentence(tmp_path):
    phrases = read_phrases(ROOT / "data" / "phrases")
    bad = [feature({}, square(8, 50)), feature({"AGS": 6438}, square(8, 50)), feature({"AGS": "06"}, square(999, 50))]
    path = collection(tmp_path, *bad, feature({"AGS": "07"}, [8, 50], "Point"))
    sentences = {phrases.sentence(event.code, "de", **event.facts) for event in rejected(path)}
    assert len(sentences) == 4


@pytest.mark.skipif(not SHARED.is_dir(), reason="the outlines in ../shared/data are not here")
@pytest.mark.parametrize(("name", "count"), [("landkreise", 401), ("bundeslaender", 16)])
def test_real_outlines_are_complete(name, count):
    found = outlines(SHARED / f"{name}_sim200.geojson")
    assert len(found) == count
    assert rejected(SHARED / f"{name}_sim200.geojson") == []
