"""A speaker's number, kept so that only this program with its key can read it."""

from __future__ import annotations

import hashlib

from nacl.secret import SecretBox


class Seal:
    def __init__(self, secret_key: str) -> None:
        self._box = SecretBox(
            hashlib.blake2b(secret_key.encode(), digest_size=SecretBox.KEY_SIZE, person=b"studio phone").digest()
        )

    def closed(self, number: str) -> bytes:
        return bytes(self._box.encrypt(number.encode()))

    def opened(self, sealed: bytes) -> str:
        """Raises nacl.exceptions.CryptoError when it was sealed with another key."""
        return self._box.decrypt(sealed).decode()
