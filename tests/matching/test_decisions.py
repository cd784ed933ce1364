from service.domain.answers import GivenMember, Question
from service.domain.decisions import Decision, Verdict
from service.domain.networks import NetworkProfile
from service.matching.decisions import heed

SEATED = GivenMember("", "choir", "seated")
QUESTION = Question("09162", NetworkProfile("Runder Tisch"), (SEATED,), exclude=frozenset({"x"}), network_id="n")


def test_declined_organisations_are_left_out_besides_those_excluded_already():
    asked = heed(QUESTION, [Decision("a", Verdict.UNFIT, "anderer Landkreis"), Decision("b", Verdict.LATER)])
    assert asked.exclude == {"x", "a", "b"}
    assert asked.members == (SEATED,)


def test_who_is_a_member_already_counts_as_one_just_once():
    asked = heed(QUESTION, [Decision("a", Verdict.MEMBER), Decision("seated", Verdict.MEMBER)])
    assert asked.members == (SEATED, GivenMember("", None, "a"))
    assert asked.exclude == {"x"}


def test_an_invited_organisation_is_still_suggested():
    assert heed(QUESTION, [Decision("a", Verdict.INVITE)]) == QUESTION
    assert heed(QUESTION, []) == QUESTION
