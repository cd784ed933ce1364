from service.domain.organisations import Organisation
from service.domain.taxonomy import Taxonomy
from service.retrieval.profile import profile_text


def test_what_an_organisation_says_of_itself_stands_in_its_profile_by_name(taxonomy: Taxonomy):
    field, audience = next(iter(taxonomy.fields)), next(iter(taxonomy.audiences))
    text = profile_text(
        Organisation(
            "a",
            "Haus der Begegnung",
            "sports_club",
            description="Offener Treff",
            topics=(field,),
            audiences=(audience,),
            languages=("tr",),
            origins=("syrisch",),
            place="Coburg",
        ),
        taxonomy,
    )
    labels = [taxonomy.roles["sports_club"].label.de, taxonomy.fields[field].label.de]
    labels += [taxonomy.audiences[audience].label.de, taxonomy.languages["tr"].label.de]
    for part in ("Haus der Begegnung", "Offener Treff", "syrisch", "Coburg", *labels):
        assert part in text


def test_a_role_that_was_only_guessed_is_left_out(taxonomy: Taxonomy):
    guessed = Organisation("a", "Treff", "sports_club", role_stated=False, role_confidence=0.4)
    assert profile_text(guessed, taxonomy) == "Treff"


def test_words_outside_the_vocabularies_stand_as_they_are(taxonomy: Taxonomy):
    unknown = Organisation("a", "Treff", "no_such_role", topics=("Nähen",), languages=("xx",))
    assert profile_text(unknown, taxonomy) == "Treff. Nähen. xx"
