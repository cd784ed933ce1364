import pytest

from service.domain.answers import GivenMember, Question
from service.domain.networks import NetworkProfile
from service.errors import InvalidInput
from service.resources import Resources
from service.usecases.who_is_missing import AnswerView, ask

STEERING = NetworkProfile("Steuerungsgruppe Integrationskonzept", "steering_group", "municipal", "drafting")
LINES = ["Stelle für interkulturelle Arbeit", "Sozialreferat", "- Caritasverband", "Münchner Volkshochschule"]


def asked(resources: Resources, *, ags: str | None = "09162", **options) -> AnswerView:
    members = tuple(GivenMember(line) for line in options.pop("lines", LINES))
    return ask(resources, Question(ags, options.pop("network", STEERING), members, **options))


def test_scores_and_severities_are_the_sums_of_their_reasons(demo: Resources):
    answer = asked(demo, gaps=80, recommendations=100).answer
    assert answer.gaps
    assert answer.recommendations
    for gap in answer.gaps:
        assert sum(r.contribution for r in gap.reasons) == pytest.approx(gap.severity, abs=1e-6)
        for candidate in gap.candidates:
            assert sum(r.contribution for r in candidate.reasons) == pytest.approx(candidate.score, abs=1e-6)
    for one in answer.recommendations:
        reasons = one.candidate.reasons
        assert sum(r.contribution for r in reasons) == pytest.approx(one.candidate.score, abs=1e-6)


def test_no_held_role_is_a_gap_and_other_never_is(demo: Resources):
    answer = asked(demo, gaps=80).answer
    missing = {gap.role for gap in answer.gaps}
    assert not missing & {member.role for member in answer.members}
    assert "other" not in missing
    assert len(missing) + len({m.role for m in answer.members} - {"other"}) == len(demo.knowledge.taxonomy.roles) - 1


def test_a_member_of_the_directory_is_recognised_and_not_recommended(demo: Resources):
    view = asked(demo, recommendations=100)
    seated = {member.organisation_id for member in view.answer.members if member.organisation_id}
    assert len(seated) >= 3
    assert not seated & {one.candidate.organisation_id for one in view.answer.recommendations}


def test_excluded_organisations_are_nowhere_and_pinned_ones_are_invited_first(demo: Resources):
    best = asked(demo).answer.recommendations[0].candidate.organisation_id
    without = asked(demo, exclude=frozenset({best}), gaps=80)
    assert best not in without.organisations
    chosen = asked(demo, pin=(best,)).answer.invitations
    assert chosen is not None
    assert chosen.chosen[0].organisation_id == best


def test_an_office_that_is_not_in_the_directory_is_still_named_by_level_and_place(fresh: Resources):
    answer = asked(fresh, ags="09571136", gaps=80).answer
    gap = {gap.role: gap for gap in answer.gaps}["jobcenter"]
    assert gap.state == "no_data"
    assert gap.responsible is not None
    assert gap.responsible.ags == "09571"


def test_the_order_of_members_changes_nothing(demo: Resources):
    forwards, backwards = asked(demo), asked(demo, lines=LINES[::-1])
    assert forwards.answer.gaps == backwards.answer.gaps
    assert forwards.answer.recommendations == backwards.answer.recommendations


def test_zero_turns_parts_off(demo: Resources):
    answer = asked(demo, gaps=0, per_gap=0, recommendations=0, seats=0).answer
    assert (answer.gaps, answer.recommendations, answer.invitations) == ((), (), None)


def test_candidates_come_from_the_place(demo: Resources):
    answer = asked(demo, ags="01001", recommendations=100, gaps=80).answer
    assert answer.recommendations == ()
    assert all(not gap.candidates for gap in answer.gaps)


def test_blank_lines_are_answered(demo: Resources):
    answer = asked(demo, lines=["", "???", "Jobcenter"]).answer
    assert [(member.role, member.confidence) for member in answer.members[:2]] == [("other", 0.0)] * 2


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        (Question("9162000", STEERING, ()), "/ags"),
        (Question("09999", STEERING, ()), "/ags"),
        (Question("09162", STEERING, (GivenMember("x", "no_role"),)), "/members/0/role"),
        (Question("09162", STEERING, (GivenMember("", None, "no-id"),)), "/members/0/id"),
        (Question("09162", STEERING, (), norms=("no-norm",)), "/norms/0"),
    ],
)
def test_bad_fields_are_named(demo: Resources, question: Question, pointer: str):
    with pytest.raises(InvalidInput) as refused:
        ask(demo, question)
    assert [problem.pointer for problem in refused.value.problems] == [pointer]
