"""Lines that are no plain names: always answered, never with a confident role."""

import pytest

from service.domain.taxonomy import OTHER
from service.resources import Resources
from service.usecases.recognise_members import belief, recognise_members

SURE = 0.5


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "0911 / 23 45 67",
        "12345",
        "👍🎉🙏",
        "—",
        "Jobcenter Moschee Kirche " * 200,
        "x" * 5000,
        "qwrtz pfgh kkkk",
        "بببب تتتت",
        "\u202eneztelpmaX\u202c",
        "Herr Thomas Müller",
        "Frau Dr. Schmidt",
        "Müller, Anna",
    ],
)
def test_what_names_no_organisation_gets_no_confident_role(demo: Resources, line: str):
    (member,) = recognise_members(demo, [line], None)
    assert member.given == line
    assert len(member.roles) >= 10
    assert sum(guess.confidence for guess in member.roles) <= 1.0 + 1e-6
    assert member.role == OTHER or member.confidence < SURE


def test_a_line_is_doubted_by_as_much_as_it_is_too_long():
    assert belief("Jobcenter") == belief("x" * 300) == 1.0
    assert belief("x" * 3000) == pytest.approx(0.1)
