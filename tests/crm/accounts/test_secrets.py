"""Tokens nobody guesses, and passwords nobody reads."""

from __future__ import annotations

from crm.accounts import secrets


def test_a_token_is_long_new_each_time_and_fit_for_an_address() -> None:
    tokens = {secrets.new_token()[0] for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) >= 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_the_hash_of_a_token_is_always_the_same_and_tells_nothing_of_it() -> None:
    token, kept = secrets.new_token()
    assert kept == secrets.hash_token(token)
    assert len(kept) == 64
    assert token not in kept


def test_a_password_is_known_again_by_a_hash_that_differs_each_time() -> None:
    first, second = (secrets.hash_password("seven brave herons wade") for _ in range(2))
    assert first != second
    assert first.startswith("$argon2id$")
    assert secrets.verify_password("seven brave herons wade", second)
    assert not secrets.verify_password("seven brave herons wad", first)


def test_nobodys_password_is_right() -> None:
    assert not secrets.verify_password("", None)
    assert not secrets.verify_password("seven brave herons wade", None)
