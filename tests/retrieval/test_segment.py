import numpy as np
import pytest

from service.domain.names import normal_name
from service.domain.organisations import Organisation
from service.domain.taxonomy import Staffing, Taxonomy
from service.retrieval import segment as segment_module
from service.retrieval.encoder import Encoder
from service.retrieval.segment import Segment, joined, make_segment


def organisation(number: int) -> Organisation:
    return Organisation(
        f"o{number}",
        f"Treff {number + 10} e.V.",
        "sports_club",
        role_confidence=0.5,
        ags="09562000",
        catchment=("09", "09562"),
        languages=("de", "tr"),
        denomination="alevi",
        audiences=("women",),
        origins=("syrisch",),
        staffing=Staffing.VOLUNTEER,
        description="Sport" if number % 2 else "",
        source="website",
    )


def test_columns_say_what_the_organisations_say_in_the_order_of_ids(taxonomy: Taxonomy, encoder: Encoder):
    made = make_segment([organisation(2), organisation(1)], taxonomy, encoder)
    assert made.ids == ["o1", "o2"]
    assert made.names == ["Treff 11 e.V.", "Treff 12 e.V."]
    assert made.prefixes[0] == ("09", "09562")
    stated = {("language", "de"), ("language", "tr"), ("denomination", "alevi"), ("audience", "women")}
    assert set(made.facets[0]) == {*stated, ("origin", "syrisch")}
    assert taxonomy.role_keys[made.roles[0]] == "sports_club"
    assert list(Staffing)[made.staffing[0]] is Staffing.VOLUNTEER
    assert made.described.tolist() == [True, False]
    assert made.unverified.tolist() == [False, False]
    assert made.vectors.vectors.shape == (2, encoder.dimension)


def test_equal_places_and_facets_are_one_object(taxonomy: Taxonomy, encoder: Encoder):
    halves = [make_segment([organisation(n), organisation(n + 1)], taxonomy, encoder) for n in (1, 3)]
    for made in (*halves, joined(halves)):
        assert len({id(entry) for entry in made.prefixes}) == len({id(entry) for entry in made.facets}) == 1


def test_the_last_one_of_an_id_wins(taxonomy: Taxonomy, encoder: Encoder):
    first, last = Organisation("a", "Alt", "school"), Organisation("a", "Neu", "sports_club")
    assert make_segment([first, last], taxonomy, encoder).names == ["Neu"]


def test_a_role_that_is_no_longer_in_the_taxonomy_is_other(taxonomy: Taxonomy, encoder: Encoder):
    made = make_segment([Organisation("a", "Treff", "abolished_role")], taxonomy, encoder)
    assert taxonomy.role_keys[made.roles[0]] == "other"


def test_parts_joined_equal_the_whole(taxonomy: Taxonomy, encoder: Encoder):
    organisations = [organisation(number) for number in range(9)]
    whole = make_segment(organisations, taxonomy, encoder)
    parts = joined([make_segment(organisations[first::3], taxonomy, encoder) for first in range(3)])
    assert (parts.ids, parts.names, parts.prefixes) == (whole.ids, whole.names, whole.prefixes)
    np.testing.assert_allclose(parts.vectors.vectors, whole.vectors.vectors, atol=1e-6)
    assert (parts.name_rows != whole.name_rows).nnz == (parts.text_rows != whole.text_rows).nnz == 0
    assert parts.rows_named("treff 14") == whole.rows_named("treff 14") == [4]


def test_names_that_share_a_number_are_told_apart(
    taxonomy: Taxonomy, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(segment_module, "name_key", lambda normal: 7)
    made: Segment = make_segment([organisation(number) for number in range(3)], taxonomy, encoder)
    assert made.rows_named(normal_name("Treff 12")) == [2]
    assert made.rows_named("nobody") == []
