import numpy as np

from service.matching.name_words import NameWords
from service.matching.recognition import RoleModel, guess_roles, nothing_recognised, same_name


def test_a_short_form_names_the_only_organisation_that_holds_its_words():
    known = ["Caritasverband der Erzdiözese München und Freising e.V.", "AWO Kreisverband München"]
    assert same_name("Caritasverband", known) == 0
    assert same_name("AWO Kreisverband", known) == 1


def test_a_short_form_of_two_organisations_names_neither():
    assert same_name("Caritas", ["Caritas Zentrum Nord", "Caritas Zentrum Süd"]) is None


def test_a_typing_error_still_names_the_organisation():
    assert same_name("Stadtjugendrng Erlangen", ["Stadtjugendring Erlangen", "Jugendamt Erlangen"]) == 0


def test_probabilities_sum_to_one_and_guesses_are_likeliest_first():
    rng = np.random.default_rng(1)
    roles = tuple(f"role_{number:02d}" for number in range(12))
    model = RoleModel(
        roles,
        NameWords({}, frozenset()),
        rng.normal(size=(512, 12)).astype(np.float32),
        np.zeros((4, 12), dtype=np.float32),
        np.zeros(12, dtype=np.float32),
    )
    chances = model.probabilities(["Jobcenter", ""], np.zeros((2, 4), dtype=np.float32))
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-5)
    told = guess_roles(chances[0], roles)
    assert len(told) == 10
    assert [guess.confidence for guess in told] == sorted((guess.confidence for guess in told), reverse=True)


def test_a_blank_line_is_other_with_confidence_zero():
    told = nothing_recognised(("church", "other", "school"))
    assert (told[0].role, told[0].confidence) == ("other", 0.0)
