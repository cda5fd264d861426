"""What became of what callers asked for: done by one machine alone, known to all."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select
from sqlalchemy import update

from ivr.statistics.journal.schema import errands
from ivr.statistics.together.together import ms

BEGUN, DONE, FAILED = "begun", "done", "failed"
NOT_BEGUN = ""


def claim(connection: Connection, name: str, now: float) -> str:
    """NOT_BEGUN: whoever asks may do it now. Otherwise what another machine, or a caller who gave up, has made of it."""
    return _put(connection, name, BEGUN, now)


def finish(connection: Connection, name: str, *, done: bool) -> bool:
    connection.execute(update(errands).where(errands.c.name == name).values(state=DONE if done else FAILED))
    return True


def look(connection: Connection, name: str, *, give_up: bool, now: float) -> str:
    """What is known of it. `give_up`: what nobody has begun never will be."""
    if give_up:
        return _put(connection, name, FAILED, now) or FAILED
    return connection.scalar(select(errands.c.state).where(errands.c.name == name)) or NOT_BEGUN


def _put(connection: Connection, name: str, state: str, now: float) -> str:
    """The state that was there before; it stays."""
    from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - megabytes that only a line with PostgreSQL needs

    mine = insert(errands).values(name=name, state=state, at=ms(now)).on_conflict_do_nothing()
    if connection.scalar(mine.returning(errands.c.name)):
        return NOT_BEGUN
    return connection.scalar(select(errands.c.state).where(errands.c.name == name)) or FAILED
