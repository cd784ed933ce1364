"""Keep decisions: store them, list them, take them back, and let them stick."""

from sqlalchemy import Connection

from service.domain.answers import Question
from service.domain.decisions import Decision, Verdict
from service.errors import InvalidInput, NotFound
from service.matching.decisions import heed
from service.resources import Resources
from service.store.decisions import delete_decision, list_decisions, save_decision
from service.store.networks import get_network
from service.store.organisations import get_organisation
from service.store.session import reading, writing


def decide(resources: Resources, network_id: str, decision: Decision) -> bool:
    """Store a decision and tell whether it replaced one; raises NotFound, InvalidInput for an unknown organisation."""
    with writing(resources.store) as connection:
        _check_network(connection, network_id)
        if get_organisation(connection, decision.organisation_id) is None:
            raise InvalidInput.at("/organisation_id", "unknown_organisation")
        return save_decision(connection, network_id, decision)


def list_all(resources: Resources, network_id: str) -> list[Decision]:
    """All decisions of a network by organisation; raises NotFound."""
    with reading(resources.store) as connection:
        _check_network(connection, network_id)
        return list_decisions(connection, network_id)


def take_back(resources: Resources, network_id: str, organisation_id: str) -> None:
    """Forget what was decided about an organisation; raises NotFound."""
    with writing(resources.store) as connection:
        if not delete_decision(connection, network_id, organisation_id):
            raise NotFound()


def with_decisions(resources: Resources, question: Question) -> Question:
    """The question as the decisions of the stored network that it is about want it."""
    if question.network_id is None:
        return question
    with reading(resources.store) as connection:
        return heed(question, list_decisions(connection, question.network_id))


def settled(resources: Resources, network_id: str) -> frozenset[str]:
    """Organisations that a network has no seat to offer any more: all it decided about but those to invite."""
    with reading(resources.store) as connection:
        found = list_decisions(connection, network_id)
    return frozenset(one.organisation_id for one in found if one.verdict is not Verdict.INVITE)


def _check_network(connection: Connection, network_id: str) -> None:
    if get_network(connection, network_id) is None:
        raise NotFound()
