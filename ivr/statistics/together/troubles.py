"""Which trouble was told, by whichever machine."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import update

from ivr.statistics.journal.database import take_turns
from ivr.statistics.journal.schema import troubles
from ivr.statistics.journal.schema import troubles_told
from ivr.statistics.journal.upsert import insert_or_replace
from ivr.statistics.together.together import ms

SILENT_SECONDS = 2 * 3600  # a machine that has not said for so long that its trouble is there has gone


def is_there(connection: Connection, trouble: str, machine: str, now: float, quiet: float) -> bool:
    """Whether this machine is the one to tell it: nobody has for `quiet` seconds."""
    take_turns(connection)
    at = ms(now)
    insert_or_replace(connection, troubles, [{"trouble": trouble, "machine": machine, "at": at}])
    told = connection.scalar(select(troubles_told.c.at).where(troubles_told.c.trouble == trouble))
    if told is not None and at < told + ms(quiet):
        return False
    insert_or_replace(connection, troubles_told, [{"trouble": trouble, "at": at, "open": True}])
    return True


def is_over(connection: Connection, trouble: str, machine: str, now: float) -> bool:
    """Whether this machine is the one to tell it: it was told, and no other machine has it any longer."""
    take_turns(connection)
    gone = troubles.c.at < ms(now - SILENT_SECONDS)
    connection.execute(delete(troubles).where(troubles.c.trouble == trouble, (troubles.c.machine == machine) | gone))
    if connection.scalar(select(troubles.c.machine).where(troubles.c.trouble == trouble).limit(1)) is not None:
        return False
    was_open = (troubles_told.c.trouble == trouble) & troubles_told.c.open
    return bool(connection.execute(update(troubles_told).where(was_open).values(open=False)).rowcount)
