from pathlib import Path

import pytest

from service.sources.osm.tags import tag_table
from service.sources.taxonomy import read_taxonomy

DATA = Path(__file__).parents[3] / "data"


def verdict(**tags):
    return tag_table().verdict({"name": "Muster", **tags})


WORSHIP = {"amenity": "place_of_worship"}


@pytest.mark.parametrize(
    ("tags", "role"),
    [
        (WORSHIP | {"religion": "muslim"}, "mosque_association"),
        (WORSHIP | {"religion": "muslim", "denomination": "alevi"}, "alevi_community"),
        (WORSHIP | {"religion": "christian", "denomination": "lutheran"}, "church"),
        (WORSHIP | {"religion": "jewish"}, "jewish_community"),
        (WORSHIP | {"religion": "buddhist"}, "other_faith"),
        (WORSHIP | {"religion": "christian;muslim"}, None),
        (WORSHIP, None),
        ({"office": "religion", "religion": "christian"}, "church"),
        ({"amenity": "school"}, "school"),
        ({"education": "school"}, "school"),
        ({"education": "language_school"}, "adult_education"),
        ({"amenity": "townhall"}, None),
        ({"office": "government"}, None),
        ({"office": "government", "government": "register_office"}, "public_order"),
        ({"office": "employment_agency"}, None),
        ({"office": "union"}, "trade_union"),
        ({"amenity": "police"}, "police_justice"),
        ({"amenity": "community_centre", "community_centre": "youth_centre"}, "youth_organisation"),
        ({"amenity": "community_centre"}, None),
        ({"amenity": "social_facility", "social_facility": "food_bank"}, "neighbourhood_initiative"),
        ({"amenity": "social_facility", "social_facility:for": "senior"}, "senior_disability"),
        ({"amenity": "social_facility", "social_facility:for": "senior;migrant"}, None),
        ({"amenity": "refugee_site"}, None),
        ({"club": "music"}, "culture_club"),
        ({"club": "dog"}, None),
    ],
)
def test_tags_state_a_role_only_where_they_truly_do(tags, role):
    found = verdict(**tags)
    assert found is not None
    assert (found.role, found.by_name) == (role, False)


@pytest.mark.parametrize(
    "tags",
    [
        {"shop": "books"},
        {"office": "company"},
        {"amenity": "restaurant"},
        {"amenity": "doctors"},
        {"amenity": "school", "disused": "yes"},
        WORSHIP | {"place_of_worship": "wayside_shrine"},
    ],
)
def test_other_objects_are_not_wanted(tags):
    assert verdict(**tags) is None


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("Agentur für Arbeit Musterstadt", {"office": "yes"}),
        ("Kreisjugendamt", {"building": "yes"}),
        ("Landratsamt Musterkreis", {"amenity": "public_building"}),
        ("Fatih-Moschee", {"building": "mosque"}),
        ("Freunde der Musik e. V.", {"office": "company"}),
        ("MUSTERVEREIN E.V.", {"building": "yes"}),
        ("Alte Feuerwache e.V.", {"building": "yes"}),
    ],
)
def test_unmistakable_names_are_recovered(name, tags):
    found = verdict(**tags, name=name)
    assert found is not None
    assert (found.name, found.role, found.by_name) == (name, None, True)


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("Altes Landratsamt", {"building": "yes"}),
        ("Landratsamt", {"amenity": "parking"}),
        ("Bäckerei am Jobcenter", {"shop": "bakery", "building": "yes"}),
        ("Jobcenter", {"amenity": "shelter"}),
        ("Moscheestraße 5", {"building": "yes"}),
        ("Jugendamtmann GmbH", {"office": "company"}),
    ],
)
def test_what_is_only_named_after_a_body_is_not(name, tags):
    assert verdict(**tags, name=name) is None


def test_the_name_in_use_counts_before_others():
    table = tag_table()
    assert table.name_of({"name:de": "Haus", "official_name": "Amtliches Haus"}) == "Haus"
    assert table.name_of({"name": " ", "official_name": "Amtliches  Haus"}) == "Amtliches Haus"
    assert table.name_of({"name": "204"}) == ""


def test_every_role_is_one_of_the_taxonomy():
    roles = read_taxonomy(DATA / "taxonomy").roles
    assert [rule.role for rule in tag_table().rules if rule.role is not None and rule.role not in roles] == []


def test_no_rule_is_shadowed_by_an_earlier_one():
    rules = tag_table().rules
    for number, rule in enumerate(rules):
        tags = {key: values[0] if values[0] != "*" else "some" for key, values in rule.tags.items()}
        assert tag_table()._rule(tags) is rule, f"rule {number}: {tags}"
