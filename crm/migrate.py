"""Bring a database to the newest (or a named) version. Works from a checkout and from an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

PACKAGE = Path(__file__).parent


def configuration() -> Config:
    """Alembic's configuration: the folders inside the package when installed, those of the checkout otherwise."""
    installed = PACKAGE / "_alembic"
    scripts, versions = (
        (installed, PACKAGE / "_migrations" / "versions")
        if installed.is_dir()
        else (PACKAGE.parent / "alembic", PACKAGE.parent / "migrations" / "versions")
    )
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("version_locations", str(versions).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply every migration up to ``revision``, in one transaction each."""
    config = configuration()
    with engine.connect().execution_options(write=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Undo migrations down to ``revision`` ("base" for all)."""
    config = configuration()
    with engine.connect().execution_options(write=True) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def current(engine: Engine) -> str | None:
    """The version the database is at, or nothing when it holds no tables of ours."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this code has a script for the version. One it lacks is a newer Whipcount's, or something else's."""
    return revision in _versions()


def newest() -> str | None:
    """The newest version this code knows."""
    return next(iter(_versions()), None)


@cache
def _versions() -> tuple[str, ...]:
    """All versions this code knows, the newest first. Once a process: each script is run for it."""
    return tuple(script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions())
