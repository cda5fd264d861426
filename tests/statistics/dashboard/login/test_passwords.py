"""A hash that nobody could log in with, or that is too easy to guess, is named at the start."""

from __future__ import annotations

import pytest
from werkzeug.security import generate_password_hash

from ivr.statistics.dashboard.login.passwords import fault_of

DIGITS = "0" * 128


def test_what_werkzeug_makes_is_right() -> None:
    assert fault_of(generate_password_hash("a password of some length")) == ""


@pytest.mark.parametrize(
    ("password_hash", "named"),
    [
        ("in the clear", "expected a hash that begins with scrypt:, not 'in the clear'"),
        (f"pbkdf2:sha1:1$salt${DIGITS}", "not 'pbkdf2'"),
        (f"argon2:19:2$salt${DIGITS}", "not 'argon2'"),
        ("scrypt:", "a part after a $ is missing"),
        ("scrypt:32768:8:1", "a part after a $ is missing"),
        (f"scrypt:32768:8:1${DIGITS}", "single quotes"),
        (f"scrypt:32768:8:1$${DIGITS}", "compose.yaml"),
        (f"scrypt:32768:8:1$salt${DIGITS[1:]}", "cut"),
        (f"scrypt$salt${DIGITS}", "expected scrypt:32768:8:1 before the first $"),
        (f"scrypt:a:b:c$salt${DIGITS}", "expected scrypt:32768:8:1 before the first $"),
        (f"scrypt:1024:8:1$salt${DIGITS}", "scrypt:1024:8:1 is too weak or not possible"),
        (f"scrypt:32767:8:1$salt${DIGITS}", "too weak or not possible"),
        (f"scrypt:8388608:8:1$salt${DIGITS}", "too weak or not possible"),
        (f"scrypt:262144:8:1$salt${DIGITS}", "too weak or not possible"),  # a quarter of a gigabyte for each stranger's guess
        (f"scrypt:32768:8:0$salt${DIGITS}", "too weak or not possible"),
    ],
)
def test_what_is_wrong_with_another_is_said(password_hash: str, named: str) -> None:
    assert named in fault_of(password_hash)
