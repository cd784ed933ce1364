"""Decisions of the store: one for each organisation of a network, the newest."""

from sqlalchemy import ColumnElement, Connection, delete, select

from service.domain.decisions import Decision
from service.store.schema import decisions
from service.store.statements import upsert

_SELECT = select(decisions.c.organisation_id, decisions.c.verdict, decisions.c.reason)


def get_decision(connection: Connection, network_id: str, organisation_id: str) -> Decision | None:
    """What was decided about an organisation in a network."""
    row = connection.execute(_SELECT.where(_about(network_id, organisation_id))).one_or_none()
    return Decision(*row) if row else None


def list_decisions(connection: Connection, network_id: str) -> list[Decision]:
    """The decisions of a network in the order of the organisations' ids."""
    query = _SELECT.where(decisions.c.network_id == network_id).order_by(decisions.c.organisation_id)
    return [Decision(*row) for row in connection.execute(query)]


def list_decisions_about(connection: Connection, organisation_id: str) -> list[tuple[str, Decision]]:
    """(network id, decision) of everything decided about an organisation, by network."""
    columns = (decisions.c.network_id, decisions.c.organisation_id, decisions.c.verdict, decisions.c.reason)
    query = select(*columns).where(decisions.c.organisation_id == organisation_id).order_by(decisions.c.network_id)
    return [(network_id, Decision(*decision)) for network_id, *decision in connection.execute(query)]


def save_decision(connection: Connection, network_id: str, decision: Decision) -> bool:
    """Insert or replace the decision about an organisation, both stored; tells whether there was one before."""
    existed = get_decision(connection, network_id, decision.organisation_id) is not None
    connection.execute(upsert(connection, decisions), {**vars(decision), "network_id": network_id})
    return existed


def delete_decision(connection: Connection, network_id: str, organisation_id: str) -> bool:
    """Take a decision back; False where there was none."""
    return connection.execute(delete(decisions).where(_about(network_id, organisation_id))).rowcount > 0


def _about(network_id: str, organisation_id: str) -> ColumnElement[bool]:
    return (decisions.c.network_id == network_id) & (decisions.c.organisation_id == organisation_id)
