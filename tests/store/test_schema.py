from dataclasses import fields
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from service.domain.decisions import Decision, Verdict
from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.organisations import Organisation
from service.store.decisions import list_decisions, save_decision
from service.store.migrations.upgrading import alembic_config, list_revisions
from service.store.networks import get_network, save_network
from service.store.organisations import save_organisations
from service.store.schema import HEAD, REVISIONS, decisions, memberships, metadata, networks, organisations
from service.store.session import open_store, reading, writing
from service.store.sqlite import APPLICATION_ID


def test_the_revisions_named_are_those_in_the_folder():
    assert list(REVISIONS) == list_revisions()
    assert HEAD == list_revisions()[-1]


def test_the_revisions_make_the_tables_of_the_schema(tmp_path: Path):
    store = open_store(tmp_path / "store.sqlite")
    with reading(store) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        found = inspect(connection)
        for table in metadata.sorted_tables:
            assert [column["name"] for column in found.get_columns(table.name)] == [c.name for c in table.columns]
            assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
            assert {index["name"] for index in found.get_indexes(table.name)} == {index.name for index in table.indexes}
            assert {
                (*key["constrained_columns"], key["referred_table"], key["options"].get("ondelete"))
                for key in found.get_foreign_keys(table.name)
            } == {(key.parent.name, key.column.table.name, key.ondelete) for key in table.foreign_keys}
    store.close()


def test_the_columns_of_an_organisation_are_its_fields_in_order():
    assert organisations.columns.keys() == [*(field.name for field in fields(Organisation)), "generation"]


def test_the_columns_of_networks_and_memberships_are_their_fields():
    profile = {field.name for field in fields(NetworkProfile)}
    network = {field.name for field in fields(Network)} - {"profile", "memberships"}
    assert set(networks.columns.keys()) == profile | network
    assert memberships.columns.keys() == ["network_id", *(field.name for field in fields(Membership))]
    assert decisions.columns.keys() == ["network_id", *(field.name for field in fields(Decision))]


def test_a_file_of_the_first_revision_keeps_its_rows_and_takes_decisions(tmp_path: Path):
    network = Network("n", NetworkProfile("Runder Tisch"), memberships=(Membership("a"),))
    engine = create_engine(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        save_organisations(connection, [Organisation("a", "Verein", "choir")], 1)
        save_network(connection, network)
    engine.dispose()
    store = open_store(tmp_path / "store.sqlite")
    with writing(store) as connection:
        assert get_network(connection, "n") == network
        save_decision(connection, "n", Decision("a", Verdict.LATER))
        assert list_decisions(connection, "n") == [Decision("a", Verdict.LATER)]
    store.close()
