"""The built wheel brings its migrations, templates and seeds along, and needs nothing of the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from crm import migrate
from tests.conftest import CHECKOUT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path = CHECKOUT, **environment: str) -> str:
    """What the command prints; a failure shows all of it."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    return next(folder.glob("whipcount-*.whl"))


def test_the_wheel_hides_no_library(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"crm", "web", "seeds"}


def test_the_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    listed = run("git", "ls-files", "crm", "web", "seeds").split() if (CHECKOUT / ".git").exists() else []
    assert {name for name in listed if (CHECKOUT / name).exists()} <= packed
    versions = {path.name for path in (CHECKOUT / "migrations" / "versions").glob("*.py")}
    assert {f"crm/_migrations/versions/{name}" for name in versions} <= packed
    assert {"crm/_alembic/env.py", "crm/_alembic/script.py.mako"} <= packed


def test_an_installed_wheel_makes_and_checks_a_database(
    wheel: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Outside the checkout, with the pinned requirements and nothing else: what only tests need must not be missed."""
    if os.environ.get("CRM_TEST_ENGINE") == "postgresql":
        pytest.skip("the wheel is the same whatever the database; the run on SQLite installs it")
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    bin_ = tmp_path / "venv" / "bin"
    pip = (bin_ / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    run(*pip, "--require-hashes", "-r", CHECKOUT / "requirements.txt")
    run(*pip, "--no-deps", wheel)
    url = f"sqlite:///{tmp_path / 'installed.db'}"

    def crm(*arguments: str) -> str:
        return run(bin_ / "crm", "--database", url, *arguments, cwd=tmp_path, PYTHONPATH="", PYTHONWARNINGS="error")

    assert f"version {migrate.newest()}" in crm("db", "upgrade")
    assert "newest version" in crm("db", "check")
    where = run(
        bin_ / "python", "-c", "import crm, web, seeds, alembic; print(crm.__file__, alembic.__file__)", cwd=tmp_path
    )
    assert where.count(str(tmp_path / "venv")) == 2
