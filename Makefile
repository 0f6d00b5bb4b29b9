# make run   an example campaign, served on this machine; prints a link that signs you in
# make test  everything that must hold, on SQLite and on PostgreSQL
# The rest: make lint, bench, screenshots, pins, clean. CONTRIBUTING.md tells more.

PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

# The first Python that is new enough; PYTHON=... chooses another.
ifndef PYTHON
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
endif

# What one process compiled serves the next: without that each of them works out every test's assertions anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgresql lint bench screenshots pins clean

help:
	@sed -n '1,3s/^# //p' Makefile

run: $(VENV)/installed
	@mkdir -p var
	@CRM_DATABASE_URL="$${CRM_DATABASE_URL:-sqlite:///$(CURDIR)/var/whipcount.db}" $(BIN)/crm demo --port $(PORT)

test: lint test-sqlite test-postgresql

# Three on two cores: a browser leaves its worker waiting.
test-sqlite: $(VENV)/installed-dev
	@CRM_TEST_ENGINE=sqlite $(BIN)/pytest -q -n 3 --dist loadgroup

test-postgresql: $(VENV)/installed-dev
	@CRM_TEST_ENGINE=postgresql $(BIN)/pytest -q -n 2 --dist loadgroup -m "not browser"

lint: $(VENV)/installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: run $(BIN)/ruff format ." >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/installed-dev
	@$(BIN)/python -m bench.web_requests
	@$(BIN)/python -m bench.call_lists
	@$(BIN)/python -m bench.bill_imports

screenshots: $(VENV)/installed-dev
	@$(BIN)/python -m tests.browser.screenshots docs/img

# Writes versions and hashes, and no address of any registry.
pins: export UV_PYTHON_PREFERENCE = only-system
pins: export UV_PYTHON_DOWNLOADS = never
pins: COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(PINS)
pins:
	@$(COMPILE) pyproject.toml --group dev --group build -o requirements-dev.txt
	@$(COMPILE) pyproject.toml -c requirements-dev.txt -o requirements.txt
	@$(COMPILE) --group build -c requirements-dev.txt -o requirements-build.txt

clean:
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Whipcount needs Python 3.11 or newer, and found none. Install one, or say make PYTHON=/path/to/python." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is too old: Whipcount needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/installed: requirements.txt requirements-build.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Whipcount needs into $(VENV) (once; about half a minute)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-build.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing what its tests need into $(VENV) (once)."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
