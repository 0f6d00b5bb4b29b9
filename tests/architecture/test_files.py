"""Rules that no linter knows, held over all files of the project."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

CODE = ("crm", "web", "seeds", "tests", "bench", "migrations", "alembic")
WRITTEN = {".py", ".html", ".css", ".js", ".txt", ".svg", ".md", ".toml", ".yaml", ".yml", ".json"}


def files(*folders: str, suffixes: set[str]) -> Iterator[Path]:
    """Our own files of these kinds under the folders: nothing vendored, nothing generated."""
    for folder in folders:
        for path in sorted((CHECKOUT / folder).rglob("*")):
            parts = path.relative_to(CHECKOUT).parts
            if path.suffix in suffixes and path.is_file() and not {"vendor", "__pycache__"} & set(parts):
                yield path


def named(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


PYTHON = list(files(*CODE, suffixes={".py"}))
RULES = list(files("crm", suffixes={".py"}))
TEMPLATES = list(files("web/templates", suffixes={".html", ".txt", ".svg"}))
FACE = [*TEMPLATES, *files("web/static", suffixes={".css", ".js", ".svg"})]


def test_nothing_hides_the_library_alembic() -> None:
    """With an ``__init__.py`` in our folder of that name, ``import alembic`` finds ours."""
    assert not (CHECKOUT / "alembic" / "__init__.py").exists()


@pytest.mark.parametrize("path", PYTHON, ids=named)
def test_a_file_holds_one_idea(path: Path) -> None:
    if path.parent.name == "versions":
        pytest.skip("a migration stays as it was written")
    assert len(path.read_text().splitlines()) <= 400, "split it: one idea a file"


@pytest.mark.parametrize("path", RULES, ids=named)
def test_whatever_others_call_is_typed_and_explained(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) or path.name == "__init__.py", "say in one line what the module is about"
    missing = []
    for node in _public(tree):
        if not ast.get_docstring(node) and not _obvious(node):
            missing.append(f"{node.name} (line {node.lineno}) has no docstring")
        if isinstance(node, ast.FunctionDef) and node.returns is None:
            missing.append(f"{node.name} (line {node.lineno}) does not say what it returns")
    assert missing == []


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes of the module, and the methods of these, that are not private."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (m for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_"))


def _obvious(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """What another's interface asks for is explained there."""
    return node.name in {"register", "load_dialect_impl", "process_bind_param", "process_result_value"}


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_hold_no_script_and_no_style(path: Path) -> None:
    """The content security policy refuses both."""
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), "move it to web/static/js"
    assert not re.search(r"<style\b", text), "move it to web/static/css"
    assert not re.search(r"\sstyle=", text), "use a class, or an attribute of the SVG"
    assert not re.search(r"\son[a-z]+=", text), "attach it in web/static/js"


@pytest.mark.parametrize("path", FACE, ids=named)
def test_pages_ask_nothing_of_other_servers(path: Path) -> None:
    asked = re.findall(
        r"""(?:src|href|action|hx-[a-z]+)=["'](?:https?:)?//[^"']*|url\(["']?(?:https?:)?//[^)]*|@import""",
        path.read_text(),
    )
    assert asked == []


@pytest.mark.parametrize("path", [p for p in RULES if "positions" in p.parts], ids=named)
def test_the_ledger_is_changed_nowhere_but_by_a_legal_erasure(path: Path) -> None:
    if path.name == "erasure.py":
        pytest.skip("the one narrow exception")
    assert not re.search(r"\b(update|delete)\((Position|Evidence|Ruling|Erasure|NamelessCount)\b", path.read_text())


def test_every_feature_has_its_place_on_the_ladder() -> None:
    config = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]
    ladder = set(re.findall(r"[\w.]+", " ".join(config["contracts"][0]["layers"])))
    features = {
        f"crm.{path.stem}"
        for path in (CHECKOUT / "crm").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }
    assert features <= ladder


def test_pins_name_versions_and_hashes_and_no_address() -> None:
    pins = sorted(CHECKOUT.glob("requirements*.txt"))
    assert pins
    for path in pins:
        for line in path.read_text().splitlines():
            assert re.match(r"\S+==\S+( ; .*)? \\$| +--hash=sha256:[0-9a-f]{64}( \\)?$", line), f"{path.name}: {line}"
