"""Which addresses may be asked: https to the world, plain http to this machine, never into a network behind it."""

from __future__ import annotations

import contextlib
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.request import getproxies, proxy_bypass

import httpx

from crm.errors import InvalidInput

_THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


def require_safe(address: httpx.URL, *, local: bool = True) -> None:
    """Return if the address is https (or, with ``local``, plain http to this machine). Raises InvalidInput otherwise.

    A name and a password in an address would end up in files and messages, so they are refused too.
    """
    here = address.host in _THIS_MACHINE
    if not address.host or (address.scheme != "https" and not (here and address.scheme == "http")):
        shown = without_query(address)
        raise InvalidInput(f"{shown} is not an https address.", hint="Give one that begins with https://.")
    if here and not local:
        raise InvalidInput(f"{address.host} is this server itself.", hint="Give the address of a public source.")
    if address.userinfo:
        raise InvalidInput(
            f"The address of {address.host} holds a name or a password.", hint="Take it out; keys have their settings."
        )


def require_outside(address: httpx.URL, *, local: bool = True, peer: str | None = None) -> None:
    """Return unless the host is an address inside a network. Raises InvalidInput then, before anything is asked.

    ``peer`` is the address that was really reached: names can change their meaning between two looks.
    """
    if local and address.host in _THIS_MACHINE:
        return
    for found in [peer] if peer else _resolved(address):
        if not _is_public(found):
            raise InvalidInput(
                f"{address.host} is inside a network ({found}).", hint="Give the address of a public source."
            )


def is_proxied(address: httpx.URL) -> bool:
    """Whether a proxy stands between, as the environment says; it then looks the host up, and is what we reach."""
    return bool({address.scheme, "all"} & set(getproxies())) and not proxy_bypass(address.host)


def without_query(address: httpx.URL) -> str:
    """The address as it may be shown and kept: no query (keys are sent there), no name, no password."""
    return str(address.copy_with(query=None, fragment=None, username=None, password=None))


def _resolved(address: httpx.URL) -> list[str]:
    if is_proxied(address):
        with contextlib.suppress(ValueError):
            return [str(ip_address(address.host))]
        return []
    # What cannot be looked up cannot be reached either; the client says so.
    with contextlib.suppress(OSError, UnicodeError):
        return [str(info[4][0]) for info in socket.getaddrinfo(address.host, None, type=socket.SOCK_STREAM)]
    return []


def _is_public(text: str) -> bool:
    found: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global
