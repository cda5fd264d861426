"""How often somebody may guess: counted in the database, so for all workers and machines together."""

from __future__ import annotations

import hmac
import time
from ipaddress import IPv4Address
from ipaddress import IPv6Address
from ipaddress import ip_address
from ipaddress import ip_network
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select

from ivr.statistics.journal.database import Database
from ivr.statistics.journal.database import take_turns
from ivr.statistics.journal.schema import login_failures

MOST, MINUTES = 5, 15


class Attempts:
    """Each address has its own, and each browser that has logged in before: no stranger can use up somebody else's."""

    def __init__(self, database: Database, secret_key: str) -> None:
        self._database = database
        self._key = secret_key.encode()

    def take(self, who: str) -> bool:
        """Use up one attempt, before the password is looked at, so that many at once do not help; False when none is left."""
        name, now = self._name(who), int(time.time())
        with self._database.engine.begin() as connection:
            take_turns(connection)
            connection.execute(delete(login_failures).where(~login_failures.c.at.between(now - 60 * MINUTES, now + 60 * MINUTES)))
            mine = select(func.count()).select_from(login_failures).where(login_failures.c.who == name)
            if (connection.scalar(mine) or 0) >= MOST:
                return False
            connection.execute(insert(login_failures), {"who": name, "at": now})
        return True

    def forgive(self, who: str) -> None:
        with self._database.engine.begin() as connection:
            connection.execute(delete(login_failures).where(login_failures.c.who == self._name(who)))

    def _name(self, who: str) -> str:
        """No address is stored."""
        return hmac.digest(self._key, who.encode(), "sha256").hex()[:32]


def visitor_at(address: str) -> str:
    """An IPv4 address, or the network of an IPv6 one: a single visitor has all of its addresses.

    Some proxies write the port of a connection behind it, and a server that listens to both kinds writes one as the other.
    """
    try:
        known = _known(address)
    except ValueError:
        return address
    known = getattr(known, "ipv4_mapped", None) or known
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else str(known)


def _known(address: str) -> IPv4Address | IPv6Address:
    try:
        return ip_address(address)
    except ValueError:
        return ip_address(urlsplit(f"//{address}").hostname or "")
