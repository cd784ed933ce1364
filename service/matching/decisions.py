"""Decisions stick: what was decided about an organisation holds for every later question."""

from collections.abc import Iterable
from dataclasses import replace

from service.domain.answers import GivenMember, Question
from service.domain.decisions import Decision, Verdict

#: Verdicts after which an organisation is not suggested to the network any more.
DECLINED = frozenset({Verdict.UNFIT, Verdict.LATER})


def heed(question: Question, decisions: Iterable[Decision]) -> Question:
    """The question with those who are members already among its members, and without those who were declined."""
    given = {member.organisation_id for member in question.members}
    members, declined = [], set()
    for decision in decisions:
        if decision.verdict in DECLINED:
            declined.add(decision.organisation_id)
        elif decision.verdict is Verdict.MEMBER and decision.organisation_id not in given:
            members.append(GivenMember("", None, decision.organisation_id))
    return replace(question, members=(*question.members, *members), exclude=question.exclude | declined)
