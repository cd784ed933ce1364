from dataclasses import replace

from service.domain.imports import Correction, Record
from service.domain.organisations import Organisation
from service.matching.provenance import LOCAL, changed_fields, compose, stated_values, trace

OLD = Record("list", "1", "a", {"name": "AWO", "phone": "1", "ags": "09562000"}, None, "2025-01-01", "i1", main=True)
NEW = Record(
    "osm",
    "node/1",
    "a",
    {"name": "Arbeiterwohlfahrt", "phone": "2", "street": "Am Bach 1"},
    "ODbL-1.0",
    "2026-01-01",
    "i2",
)
LATER = replace(NEW, source="feed", key="x", stated={"street": "Am Bach 2"}, delivered_on="2026-06-01")


def test_the_main_record_counts_first_and_others_fill_what_it_leaves_open():
    assert compose([NEW, OLD], []) == {"name": "AWO", "phone": "1", "ags": "09562000", "street": "Am Bach 1"}


def test_among_other_records_the_newest_delivery_counts():
    assert compose([NEW, OLD, LATER], [])["street"] == "Am Bach 2"


def test_a_correction_counts_before_every_source_even_where_it_clears_a_field():
    corrections = [Correction("a", "phone", "3", "2025-02-01"), Correction("a", "street", None, "2025-02-01")]
    values = compose([OLD, NEW], corrections)
    assert (values["phone"], values["street"]) == ("3", None)


def test_each_value_knows_its_source_and_what_others_offer():
    origins = {o.field: o for o in trace([OLD, NEW], [Correction("a", "phone", "3", "2025-02-01")])}
    assert [o.value for o in origins["phone"].offers] == ["2", "1"]
    assert (origins["phone"].source, origins["street"].source, origins["street"].licence) == (LOCAL, "osm", "ODbL-1.0")
    assert origins["name"].offers[0].value == "Arbeiterwohlfahrt"
    assert origins["ags"].offers == ()


def test_stated_values_leave_out_blanks_and_recognised_roles():
    known = Organisation("a", "AWO", "welfare_association", role_stated=False, phone="1", source="list", source_key="1")
    assert stated_values(known) == {"name": "AWO", "phone": "1"}
    assert stated_values(replace(known, role_stated=True))["role"] == "welfare_association"


def test_changed_fields_tell_new_and_cleared_values():
    before = Organisation("a", "AWO", "welfare_association", phone="1")
    assert changed_fields(before, replace(before, phone=None, place="Erlangen")) == {"phone": None, "place": "Erlangen"}
    assert changed_fields(before, replace(before, role_confidence=0.5)) == {}
