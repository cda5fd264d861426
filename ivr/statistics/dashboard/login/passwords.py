"""What a password's hash and the key of the logins must look like, said at the start and not at the first login."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ivr.settings import ConfigError
from ivr.settings import secret

METHOD = "scrypt"
LEAST_COST, MOST_COST = 2**14 * 8, 2**17 * 8  # of one guess, which anybody may make: 16 to 128 MB; werkzeug's own take 32
_PARAMETERS = re.compile(r"scrypt:(\d{1,8}):(\d{1,3}):(\d{1,3})")
_HASH_DIGITS = 128
SHORTEST_KEY = 32  # characters


def fault_of(password_hash: str) -> str:
    """What is wrong with a hash, for the operator who set it; "" for nothing."""
    method, *rest = password_hash.split("$")
    if method.partition(":")[0] != METHOD:
        return f"expected a hash that begins with {METHOD}:, not {method.partition(':')[0][:20]!r}"
    found = _PARAMETERS.fullmatch(method)
    if len(rest) != 2 or not rest[0] or not re.fullmatch(rf"[0-9a-f]{{{_HASH_DIGITS}}}", rest[1]):
        return (
            "a part after a $ is missing or cut: a shell or compose.yaml has eaten it; "
            "put the value in single quotes (in compose.yaml write $$ for each $)"
        )
    if found is None:
        return f"expected {METHOD}:32768:8:1 before the first $"
    rounds, size, parallel = map(int, found.groups())
    if rounds & (rounds - 1) or not LEAST_COST <= rounds * size <= MOST_COST or not 1 <= parallel <= 16:
        return f"{found[0]} is too weak or not possible; expected {METHOD}:32768:8:1"
    return ""


def server_key(env: Mapping[str, str]) -> str:
    """SECRET_KEY, with which the dashboard and the studio sign."""
    value = secret(env, "SECRET_KEY")
    if value and len(value) < SHORTEST_KEY:
        raise ConfigError(f"SECRET_KEY: expected at least {SHORTEST_KEY} random characters")
    return value
