"""Tokens and password hashes. A token has 256 random bits, so a plain SHA-256 hides it; a password needs Argon2."""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

# A hash takes 64 MiB and a quarter of a second: more than two at once and sign-in would stall the server.
_hashing = BoundedSemaphore(2)


def new_token() -> tuple[str, str]:
    """A fresh token for a link or cookie, and the hash under which it is kept."""
    token = secrets.token_urlsafe(32)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    """The Argon2id hash of a password."""
    with _hashing:
        return _hasher().hash(password)


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one hashed. No hash to compare with takes as long as a wrong password."""
    with _hashing:
        found: bool = _hasher().verify(password, password_hash or _nobodys_hash())
    return found and password_hash is not None


@lru_cache(maxsize=1)
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """Somebody who guesses addresses must not learn from the time which of them exist."""
    return _hasher().hash(secrets.token_urlsafe(32))
