from service.domain.places import canonical
from service.resources import Resources
from service.usecases.find_places import find_places


def names(resources: Resources, query: str, limit: int = 5) -> list[str]:
    return [place.name for place in find_places(resources, query, limit)]


def test_a_place_is_found_by_the_beginning_of_its_name_or_of_a_word_of_it(demo: Resources):
    assert names(demo, "Münch", 1) == ["München"]
    assert "Bergisch Gladbach" in names(demo, "glad", 20)
    assert "Ludwigshafen am Rhein" not in names(demo, "hafen", 100)
    assert names(demo, "Kirchen-Sulz") == names(demo, "xyz") == []


def test_a_place_is_found_by_the_beginning_of_its_key(demo: Resources):
    assert {place.key for place in find_places(demo, "09562", 5)} == {"09562"}


def test_the_largest_come_first_and_each_place_once(demo: Resources):
    found = find_places(demo, "s", 100)
    population = [place.population or 0 for place in found]
    assert population == sorted(population, reverse=True)
    assert len({canonical(place.key) for place in found}) == len(found) > 50
