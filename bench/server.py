"""A real server in a process of its own: how long until its first answer, and how much memory it holds."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx


def crm(url: str, *arguments: str) -> list[str]:
    """The command line ``crm --database url ...`` of this very environment."""
    return [str(Path(sys.executable).with_name("crm")), "--database", url, *arguments]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """``crm serve`` on the port, until the end of the block."""
    process = subprocess.Popen(
        crm(url, "serve", "--port", str(port)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def seconds_to_first_answer(url: str, path: str, *, rounds: int = 3) -> float:
    """Seconds from starting the process to its first answer; the best round."""
    best = float("inf")
    for _ in range(rounds):
        port = free_port()
        began = time.perf_counter()
        with running(url, port) as process, httpx.Client(trust_env=False) as client:
            wait_for(client, process, f"http://127.0.0.1:{port}{path}")
            best = min(best, time.perf_counter() - began)
    return best


def wait_for(client: httpx.Client, process: subprocess.Popen[bytes], address: str) -> None:
    """Return as soon as the address answers. Raises RuntimeError when the server ends, or after 30 seconds."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            client.get(address)
            return
        time.sleep(0.01)
    raise RuntimeError(f"the server did not answer at {address}")


def memory_mib(process: subprocess.Popen[bytes]) -> float:
    """Resident memory of the process now, in MiB."""
    if not os.path.exists(f"/proc/{process.pid}/status"):
        return float("nan")
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")
