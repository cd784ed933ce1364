import bz2
import gzip
from pathlib import Path

import osmium
import pytest

from service.domain.deliveries import Delivered, Format, Opened, Progress, Reading, Rejected, Remark
from service.errors import FileDamaged, FileUnknown
from service.sources.osm.reader import read
from service.sources.phrases import read_phrases
from service.sources.sandbox import read_safely

SHARED = Path(__file__).parents[4] / "shared" / "data"
needs_extracts = pytest.mark.skipif(not SHARED.is_dir(), reason="the extracts in ../shared/data are not here")


def tag_lines(tags):
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())


def node(number, lat=49.5, lon=8.5, **tags):
    return f'<node id="{number}" version="1" lat="{lat}" lon="{lon}">{tag_lines(tags)}</node>'


def way(number, nodes, **tags):
    refs = "".join(f'<nd ref="{ref}"/>' for ref in nodes)
    return f'<way id="{number}" version="1">{refs}{tag_lines(tags)}</way>'


def relation(number, members, **tags):
    refs = "".join(f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members)
    return f'<relation id="{number}" version="1">{refs}{tag_lines(tags)}</relation>'


def extract(tmp_path, *objects, meta=""):
    path = tmp_path / "town.osm"
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">{meta}{"".join(objects)}</osm>', "utf-8")
    return path


def events(path):
    return list(read(path, Reading()))


def delivered(path):
    return {event.key: event.values for event in events(path) if isinstance(event, Delivered)}


def one(tmp_path, **tags):
    """The values of a single object, None where it was not taken."""
    return delivered(extract(tmp_path, node(7, **tags))).get("node/7")


SQUARE = [node(1, 50.0, 8.0), node(2, 50.0, 8.2), node(3, 50.2, 8.2), node(4, 50.2, 8.0)]
TOWN = [
    *SQUARE,
    node(5, 50.1, 8.1, amenity="library", name="Bücherei Musterstadt"),
    node(6, amenity="bench", name="Bank am Rathaus"),
    node(8, office="government"),
    way(1, [1, 2, 3, 4, 1], amenity="school", name="Musterschule"),
    relation(1, [("way", 1, "outer")], type="multipolygon", amenity="hospital", name="Klinikum Musterstadt"),
]


def test_the_file_opens_with_licence_and_whom_to_name(tmp_path):
    opened = events(extract(tmp_path, meta='<meta osm_base="2026-03-01T00:00:00Z"/>'))[0]
    assert opened == Opened(Format.OSM, "ODbL-1.0", "© OpenStreetMap contributors", "2026-03-01")


def test_nodes_ways_and_relations_are_delivered_with_a_point(tmp_path):
    found = delivered(extract(tmp_path, *TOWN))
    assert {key: (values["lat"], values["lon"]) for key, values in found.items()} == {
        "node/5": (50.1, 8.1),
        "way/1": (50.1, 8.1),
        "relation/1": (50.1, 8.1),
    }
    assert [values.get("role") for values in found.values()] == [None, "school", "health_care"]


def test_what_has_no_name_is_rejected_where_it_is_wanted(tmp_path):
    assert [e for e in events(extract(tmp_path, *TOWN)) if isinstance(e, Rejected)] == [
        Rejected("node/8", "missing_name")
    ]


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress, bz2.compress])
def test_the_content_tells_the_format_whatever_the_name(tmp_path, pack):
    plain = extract(tmp_path, *TOWN)
    other = tmp_path / "download.bin"
    other.write_bytes(pack(plain.read_bytes()))
    assert events(other) == events(plain)


def test_pbf_says_the_same_as_xml(tmp_path):
    plain, other = extract(tmp_path, *TOWN), tmp_path / "town.pbf"
    with osmium.SimpleWriter(osmium.io.File(str(other), "pbf")) as writer:
        for found in osmium.FileProcessor(str(plain)):
            writer.add(found)
    assert delivered(other) == delivered(plain)
    assert len(delivered(other)) == 3


def test_the_limits_of_a_process_of_its_own_suffice(tmp_path):
    path = extract(tmp_path, *TOWN)
    assert list(read_safely(path, Reading(Format.OSM))) == events(path)


def test_what_the_file_marks_as_deleted_is_gone(tmp_path):
    gone = node(7, club="sport", name="SV Muster").replace("<node", '<node visible="false"')
    assert delivered(extract(tmp_path, *TOWN, gone)).keys() == {"node/5", "way/1", "relation/1"}


def test_the_order_of_the_objects_does_not_matter(tmp_path):
    assert delivered(extract(tmp_path, *reversed(TOWN))) == delivered(extract(tmp_path, *TOWN))


def test_members_beyond_the_extract_are_done_without(tmp_path):
    cut = relation(2, [("way", 1, "outer"), ("way", 99, "outer")], amenity="university", name="Hochschule Musterstadt")
    lost = relation(3, [("way", 98, "outer"), ("node", 97, "")], amenity="university", name="Hochschule Nebenan")
    centre = relation(4, [("node", 5, "label"), ("relation", 2, "")], amenity="hospital", name="Klinik am Ring")
    found = delivered(extract(tmp_path, *TOWN, cut, lost, centre))
    assert found["relation/2"]["lat"] == pytest.approx(50.1)
    assert found["relation/4"]["lon"] == 8.1
    assert found["relation/3"] == {"name": "Hochschule Nebenan", "role": "university"}


def test_a_public_body_in_the_wrong_drawer_is_recovered_and_told(tmp_path):
    path = extract(tmp_path, node(7, office="company", name="Jobcenter Musterstadt"))
    found = events(path)
    assert delivered(path)["node/7"] == {"name": "Jobcenter Musterstadt", "lat": 49.5, "lon": 8.5}
    assert Remark("node/7", "recovered_by_name", {"name": "Jobcenter Musterstadt"}) in found


def test_fields_are_filled_from_the_tags(tmp_path):
    tags = {
        "amenity": "place_of_worship",
        "religion": "christian",
        "denomination": "roman_catholic",
        "name": "St.  Muster",
        "description": "Offene Kirche",
        "addr:street": "Am Markt",
        "addr:housenumber": "3a",
        "addr:postcode": "01067",
        "addr:city": "Musterstadt",
        "contact:website": "www.st-muster.example",
        "contact:phone": "+49 1511 2345678; +49 351 12345",
        "contact:email": "pfarrbuero@st-muster.example",
        "language:pl": "yes",
        "language:hr": "main",
        "language:fr": "no",
        "check_date": "2026-02-30",
        "survey:date": "2026-02-03",
    }
    assert one(tmp_path, **tags) == {
        "name": "St. Muster",
        "role": "church",
        "description": "Offene Kirche",
        "denomination": "catholic",
        "street": "Am Markt 3a",
        "postcode": "01067",
        "place": "Musterstadt",
        "website": "https://www.st-muster.example",
        "phone": "+49 351 12345",
        "email": "pfarrbuero@st-muster.example",
        "languages": ("hr", "pl"),
        "verified_on": "2026-02-03",
        "lat": 49.5,
        "lon": 8.5,
    }


def test_nothing_of_a_person_is_delivered(tmp_path):
    contacts = {"email": "erika.mustermann@verein.example", "contact:mobile": "0171 1234567", "phone": "0151 12345678"}
    assert one(tmp_path, club="sport", name="SV Muster", operator="Erika Mustermann", **contacts) == {
        "name": "SV Muster",
        "role": "sports_club",
        "lat": 49.5,
        "lon": 8.5,
    }
    assert one(tmp_path, amenity="doctors", name="Dr. Mustermann") is None
    assert one(tmp_path, office="lawyer", name="Kanzlei Mustermann e.V.") is None


def test_the_place_of_a_shelter_is_not_delivered(tmp_path):
    where = {"addr:street": "Geheimweg", "addr:housenumber": "1", "addr:city": "Musterstadt"}
    by_tags = {"amenity": "social_facility", "social_facility": "shelter", "social_facility:for": "child;woman"}
    assert one(tmp_path, **where, **by_tags, name="Haus Mut") == {
        "name": "Haus Mut",
        "role": "women_family",
        "place": "Musterstadt",
    }
    assert one(tmp_path, **where, office="ngo", name="Frauenhaus Muster") == {
        "name": "Frauenhaus Muster",
        "place": "Musterstadt",
    }


@pytest.mark.parametrize(
    "tags", [{}, {"shop": "bakery", "name": "Bäckerei Muster"}, {"amenity": "cafe", "name": "Café"}]
)
def test_an_extract_without_organisations_is_told(tmp_path, tags):
    found = events(extract(tmp_path, node(7, **tags)))
    assert not any(isinstance(event, Delivered) for event in found)
    assert Remark("", "nothing_wanted") in found
    assert found[-1] == Progress(1.0)


def test_every_problem_has_its_sentence(tmp_path):
    phrases = read_phrases(Path(__file__).parents[3] / "data" / "phrases")
    path = extract(tmp_path, node(7, office="company", name="Jobcenter"), node(8, office="government"))
    told = [e for e in (*events(path), *events(extract(tmp_path))) if isinstance(e, Rejected | Remark)]
    assert {event.code for event in told} == {"missing_name", "nothing_wanted", "recovered_by_name"}
    assert all(phrases.sentence(event.code, "de", **event.facts) for event in told)


def big(tmp_path, kind):
    """A file that is large enough to be cut anywhere."""
    path = tmp_path / "big.bin"
    plain = extract(
        tmp_path, *(node(n, 49 + n / 9999, amenity="school", name=f"Schule {n * n}") for n in range(1, 9000))
    )
    if kind == "pbf":
        with osmium.SimpleWriter(osmium.io.File(str(path), "pbf")) as writer:
            for found in osmium.FileProcessor(str(plain)):
                writer.add(found)
    else:
        pack = {"osm": lambda data: data, "gz": gzip.compress, "bz2": bz2.compress}[kind]
        path.write_bytes(pack(plain.read_bytes()))
    return path


@pytest.mark.parametrize("kind", ["osm", "gz", "bz2", "pbf"])
def test_a_file_that_is_cut_off_is_refused_before_anything_is_delivered(tmp_path, kind):
    path = big(tmp_path, kind)
    assert len(delivered(path)) == 8999
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found = []
    with pytest.raises(FileDamaged) as refused:
        found.extend(event for event in read(path, Reading()) if isinstance(event, Delivered))
    assert (refused.value.facts["file"], found) == ("big.bin", [])


def test_entities_that_unfold_are_refused(tmp_path):
    path = tmp_path / "town.osm"
    path.write_text('<!DOCTYPE osm [<!ENTITY a "aaaa">]><osm version="0.6"><node id="1" lat="1" lon="1"/></osm>')
    with pytest.raises(FileDamaged):
        events(path)


def test_other_content_is_not_known(tmp_path):
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(b"name;place\nMusterverein;Musterstadt\n")
    with pytest.raises(FileUnknown):
        events(path)


@needs_extracts
@pytest.mark.parametrize(
    ("pbf", "other"),
    [
        ("osm-dreieich/dreieich.pbf", "osm-dreieich/dreieich.osm.gz"),
        ("osm-liechtenstein/liechtenstein-2013-08-03.osm.pbf", "osm-liechtenstein/liechtenstein-2013-08-03.osm.bz2"),
    ],
)
def test_both_formats_of_a_real_extract_say_the_same(pbf, other):
    first, second = delivered(SHARED / pbf), delivered(SHARED / other)
    assert first.keys() == second.keys()
    assert [v["name"] for v in first.values()] == [v["name"] for v in second.values()]
    assert first


@needs_extracts
def test_a_real_jobcenter_tagged_as_a_company_is_found():
    found = delivered(SHARED / "osm-city-quarters-osr" / "miraustr.osm.pbf")
    jobcenter = next(values for values in found.values() if values["name"] == "Jobcenter Reinickendorf")
    assert "role" not in jobcenter
    assert (jobcenter["postcode"], round(jobcenter["lat"], 2)) == ("13509", 52.59)


@needs_extracts
def test_a_real_town_is_found():
    found = delivered(SHARED / "osm-heidelberg" / "heidelberg.test.pbf")
    assert len(found) >= 70
    assert {"church", "childcare", "school", "sports_club", "police_justice"} <= {v.get("role") for v in found.values()}
