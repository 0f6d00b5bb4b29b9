"""A real HTTP server on this machine whose answers a test chooses, and which remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Said:
    """One answer. ``length`` is what it claims to send, ``silent`` keeps whoever asked waiting."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    silent: bool = False


@dataclass(frozen=True)
class Request:
    """What was asked."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


class Serving:
    """``answers`` are given in their order, the last again and again; ``by_path`` (path -> answer) goes first."""

    def __init__(self) -> None:
        self.answers: list[Said] = [Said()]
        self.by_path: dict[str, Said] = {}
        self.asked: list[Request] = []
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                split = urlsplit(self.path)
                query = {name: values[-1] for name, values in parse_qs(split.query).items()}
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.asked.append(Request(split.path, query, headers))
                said = outer.by_path.get(split.path) or outer._next()
                if said.silent:
                    outer.over.wait(20)
                    return
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                if said.status != 304:
                    self.send_header("Content-Length", str(len(said.body) if said.length is None else said.length))
                self.end_headers()
                self.wfile.write(said.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def _next(self) -> Said:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def close(self) -> None:
        """End it, and let go of whoever waits."""
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving() -> Iterator[Serving]:
    """A server that ends with the block."""
    running = Serving()
    try:
        yield running
    finally:
        running.close()
