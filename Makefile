# Every command does its own set-up: Python 3.11 or later and make are all that must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := cli.py config contract ingest schemas store syncd tests bench
TESTS := tests/crash tests/journeys tests/edges tests/core tests/about  # what takes longest first

.PHONY: demo test check static format docs contract migration crash clients hostile postgres systemd bench bench-portal bench-screens bench-sftp lock clean

demo: $(STAMP)  ## the main job: an export is sent, decided, published and explained
	$(BIN)/python -m syncd.demo

test: static $(STAMP)  ## everything that CI runs
	$(BIN)/pytest -n auto --dist loadfile $(wildcard $(TESTS)) $(PYTEST_OPTIONS)

check: static $(STAMP)  ## format, lint, types, import contracts, core tests: under a minute
	$(BIN)/pytest -q $(wildcard tests/core)

static: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(wildcard $(SOURCES))
	$(BIN)/lint-imports

format: $(STAMP)  ## write the code as `check` wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(STAMP)  ## docs/export.md, from the schemas, the codes and the example; docs/portal.md, docs/rules.md
	$(BIN)/python -m contract.page
	$(BIN)/python -m contract.rules
	$(BIN)/python -m contract.portal

contract: $(STAMP)  ## what the sender is given: page, schemas and example, dist/contrat-lsc-syncd.zip
	$(BIN)/python -m contract.package

migration: $(STAMP)  ## write the revision that brings the tables to the models: NAME="what it does"
	$(BIN)/python -m store.migrations $(NAME)
	$(BIN)/ruff format store/migrations
	$(BIN)/ruff check --fix store/migrations

crash: $(STAMP)  ## kill the real program at each of its effects
	CRASH_PAIRS=every $(BIN)/pytest $(wildcard tests/crash)

clients: $(STAMP)  ## real clients at length: large files, many files, lost sessions (programs: .ci/run)
	$(BIN)/pytest tests/clients

hostile: $(STAMP)  ## the SFTP server under attack, the long form: two or three minutes, on loopback
	HOSTILE=long $(BIN)/pytest -q $(wildcard tests/journeys/test_sftp_hostile.py)

systemd: $(STAMP)  ## as root: the units installed and run by a real systemd, in namespaces of its own
	$(BIN)/pytest tests/systemd

bench: $(STAMP)  ## an envoi inside the program, as a ratio to the standard tools (needs xmllint, sqlite3)
	$(BIN)/python -m bench.envois $(BENCH_OPTIONS)

bench-portal: $(STAMP)  ## what a portal asks, at a million documents: BENCH_OPTIONS="--postgresql URL" for both
	$(BIN)/python -m bench.portal $(BENCH_OPTIONS)

bench-screens: $(STAMP)  ## what each view of a portal takes, for persons at random
	$(BIN)/python -m bench.screens $(BENCH_OPTIONS)

bench-sftp: $(STAMP)  ## receiving beside a private sshd (needs openssh-server, rclone, lftp, putty-tools)
	$(BIN)/python -m bench.sftp $(BENCH_OPTIONS)

postgres: $(STAMP)  ## the tests whose store may be anywhere, all of them on a private PostgreSQL server
	$(BIN)/pytest --database postgresql -k postgresql $(wildcard tests/edges tests/journeys tests/crash)

# The locks are for every Python that the project supports, whichever one makes them.
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --custom-compile-command "make lock"
lock: $(STAMP)  ## lock the dependencies again, with their hashes
	$(INSTALL) uv
	$(COMPILE) --output-file requirements/run.lock pyproject.toml
	$(COMPILE) --extra dev --output-file requirements/dev.lock pyproject.toml

clean:  ## forget the environment and what the tools remember
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo dist

$(STAMP): requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "lsc-syncd needs Python 3.11 or later, and $(PYTHON) is not:" \
			"make PYTHON=/path/to/python3.11 $(or $(MAKECMDGOALS),demo)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "python3 -m venv needs the package python3-venv: apt-get install python3-venv" >&2; \
		exit 1; }
	$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) --require-hashes -r requirements/dev.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@
