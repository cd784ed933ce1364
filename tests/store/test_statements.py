from types import SimpleNamespace

from sqlalchemy.dialects import postgresql, sqlite

from service.store.schema import memberships
from service.store.statements import chunks, upsert


def test_chunks_are_full_but_the_last():
    assert list(chunks("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(chunks([])) == []


def test_both_dialects_replace_the_row_of_the_same_key():
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        connection = SimpleNamespace(dialect=dialect)
        sql = str(upsert(connection, memberships).compile(dialect=dialect))  # type: ignore[arg-type]
        assert "ON CONFLICT (network_id, organisation_id) DO UPDATE SET role = excluded.role" in sql
        assert "on_behalf_of = excluded.on_behalf_of" in sql
