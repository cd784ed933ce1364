from dataclasses import fields
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.organisations import Organisation
from service.store.migrations.upgrading import list_revisions
from service.store.schema import HEAD, REVISIONS, memberships, metadata, networks, organisations
from service.store.session import open_store, reading


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
