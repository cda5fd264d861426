"""How often something was done for one number, and how many calls are going on, at all machines together."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import update

from ivr.statistics.journal.schema import outgoing
from ivr.statistics.journal.schema import takings
from ivr.statistics.journal.upsert import insert_missing
from ivr.statistics.together.together import ms

_ROOM = "room for one more call"


class AtMost(NamedTuple):
    times: int
    seconds: float


def take(connection: Connection, limits: Mapping[str, Collection[AtMost]], now: float) -> bool:
    """Count one more of each name, unless any of its limits is reached."""
    for name in sorted(limits):
        _one_at_a_time(connection, name)
    for name, each in limits.items():
        if any(_since(connection, name, now - limit.seconds) >= limit.times for limit in each):
            return False
    connection.execute(insert(takings), [{"name": name, "at": ms(now)} for name in limits])
    return True


def give_back(connection: Connection, name: str) -> bool:
    """The last one did not happen."""
    last = select(func.max(takings.c.id)).where(takings.c.name == name).scalar_subquery()
    connection.execute(delete(takings).where(takings.c.id == last))
    return True


def enter(connection: Connection, name: str, most: int, now: float, longest: float) -> bool:
    """Whether there is room for one more call; one that began `longest` seconds ago is over."""
    _one_at_a_time(connection, _ROOM)
    connection.execute(delete(outgoing).where(outgoing.c.at < ms(now - longest)))
    if (connection.scalar(select(func.count()).select_from(outgoing)) or 0) >= most:
        return False
    insert_missing(connection, outgoing, [{"name": name, "at": ms(now)}])
    return True


def becomes(connection: Connection, name: str, other: str) -> bool:
    """It is known by another name from now on."""
    connection.execute(update(outgoing).where(outgoing.c.name == name).values(name=other))
    return True


def leave(connection: Connection, name: str) -> bool:
    connection.execute(delete(outgoing).where(outgoing.c.name == name))
    return True


def _since(connection: Connection, name: str, moment: float) -> int:
    found = select(func.count()).where(takings.c.name == name, takings.c.at > ms(moment))
    return connection.scalar(found) or 0


def _one_at_a_time(connection: Connection, name: str) -> None:
    """Until this transaction ends, nobody else counts under this name."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})
