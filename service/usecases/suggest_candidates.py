"""Suggest who could fill the gaps of a stored network, with all that helps to decide."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.answers import Answer, Question
from service.domain.decisions import Decision
from service.domain.networks import Network
from service.domain.organisations import Organisation
from service.resources import Resources
from service.usecases.find_openings import question_about
from service.usecases.keep_decisions import list_all
from service.usecases.measure_distances import distances_from
from service.usecases.read_organisations import get_many
from service.usecases.who_is_missing import ask


@dataclass(frozen=True)
class Suggested:
    """The answer for a network, the decisions of people by organisation, and what is known of all who are named.

    `distances` are kilometres from the network's place by id, of those for whom they are known.
    """

    network: Network
    answer: Answer
    decisions: Mapping[str, Decision]
    organisations: Mapping[str, Organisation]
    distances: Mapping[str, float]


def suggest(resources: Resources, network: Network, per_gap: int, ranked: int) -> Suggested:
    """So many candidates for each gap, perspective and bridge, and so many of the ranking of all."""
    counts = Question(None, network.profile, (), gaps=80, per_gap=per_gap, recommendations=ranked, seats=0)
    found = ask(resources, question_about(network, counts))
    decisions = {one.organisation_id: one for one in list_all(resources, network.id)}
    unnamed = decisions.keys() - found.organisations.keys()
    known = found.organisations | (get_many(resources, unnamed) if unnamed else {})
    seated = {member.organisation_id for member in found.answer.members}
    outside = [one for one in known.values() if one.id not in seated]
    return Suggested(network, found.answer, decisions, known, distances_from(resources, network.ags, outside))
