"""What imports replaced, as bytes that only the use case reads."""

from sqlalchemy import Connection, select

from service.store.schema import replaced
from service.store.statements import upsert


def save_replaced(connection: Connection, import_id: str, content: bytes) -> None:
    """Keep what an import replaces."""
    connection.execute(upsert(connection, replaced), {"import_id": import_id, "content": content})


def get_replaced(connection: Connection, import_id: str) -> bytes | None:
    """What an import replaced."""
    return connection.execute(select(replaced.c.content).where(replaced.c.import_id == import_id)).scalar_one_or_none()
