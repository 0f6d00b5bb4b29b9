"""The real application on a real port of this machine, with the story and the training state in it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from crm.config import Settings
from crm.sessions import Database, open_database
from seeds.load import load_demo
from web.app import create_app


def demo_database(path: Path) -> Database:
    """A SQLite database at ``path`` with everything ``crm demo`` loads."""
    database = open_database(f"sqlite:///{path}")
    database.upgrade()
    load_demo(database)
    return database


@contextmanager
def serving(database: Database) -> Iterator[str]:
    """Serve the application until the block ends; yields its address, on the loopback interface."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        app = create_app(database, Settings(insecure_cookies=True))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)
