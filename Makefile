# Two commands set everything up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ROOMS := bot checklists dialogs reports scheduler storage
# Looks through the files it is given.
SECRETS := $(BIN)/python -m tests.leaks

# Compiled modules are kept, whatever the caller's environment says: the tests start three times as quickly.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run install test pictures check audit eval fitting hostile fuzz faults bench lock clean

run: $(VENV)/.run
	$(BIN)/python bot.py demo

# The program's packages and, since whoever runs it may not write beside it, its own modules compiled: otherwise each start
# would compile them anew. Again after each update.
install: $(VENV)/.run
	$(BIN)/python -m compileall -q $(ROOMS)

test: check postgresql chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

# Everything but the tests, in a minute; in seconds where mypy and the search for secrets know most files from last time.
check: $(VENV)/.test
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target types written

.PHONY: types written
types:
	$(BIN)/mypy

written:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python bot.py check --language en
	@# Secrets: in all files the first time (some ten seconds, beside the types), then in what has changed since.
	@now=$$(git rev-parse HEAD) && since=$$(cat $(VENV)/.secrets 2>/dev/null || true); \
	  if git cat-file -e "$$since^{commit}" 2>/dev/null; \
	  then { git diff -z --name-only --diff-filter=d $$since; git ls-files -z -o --exclude-standard; }; \
	  else git ls-files -z; fi | xargs -0 -r -n 350 -P 2 $(SECRETS) && echo $$now > $(VENV)/.secrets

# Not part of `check`, since what is known of packages changes without us: secrets in all files, and whether the locked
# packages have known holes. PyPI is asked (where it does not know, the audit fails and says so), or where there is no
# network a copy of https://github.com/pypa/advisory-database: `make audit ADVISORIES=FOLDER`.
audit: $(VENV)/.test
	git ls-files -z | xargs -0 -n 350 -P 2 $(SECRETS)
ifdef ADVISORIES
	$(BIN)/python -m tests.advisories $(ADVISORIES) requirements.txt
else
	$(INSTALL) pip-audit
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.txt
endif

# How well the judge judges: on the project's own labelled descriptions, or on a file of yours.
eval: $(VENV)/.test
	$(BIN)/python -m checklists.judgement.evaluation $(CASES)

# Whether the judge's weights, leanings and examples are what the project's own cases make them, in a few minutes.
# Without `--check` the command writes them.
fitting: $(VENV)/.test
	$(BIN)/python -m checklists.judgement.fitting --check

# Ten thousand hostile bodies to each callback; `make test` sends two hundred.
hostile: $(VENV)/.test postgresql
	$(BIN)/python -m pytest -n 2 -k hostile --hostile 10000 tests/bot/channels

# A thousand requests to each call of the interface; `make test` sends four.
fuzz: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 --fuzz 1000 --timeout 0 tests/bot/api/test_api_fuzz.py

# Two hundred processes killed while fifty people fill checklists, and every other fault; `make test` kills seven.
faults: $(VENV)/.test postgresql
	$(BIN)/python -m pytest -s tests/faults --faults 200

# The screens and the handbooks' pictures in the docs, made by the browser's tests.
pictures: $(VENV)/.test postgresql chromium
	$(BIN)/python -m pytest tests/browser --update-pictures

# Beside the tests' packages it takes the bot framework ours is compared with.
bench: $(VENV)/.bench postgresql
	for file in benchmarks/[a-z]*.py; do $(BIN)/python $$file || exit 1; done

# The tests start a PostgreSQL server of their own; its programs come from Debian's package.
.PHONY: postgresql chromium
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 \
	  || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql)

# The tests of pages look at them with a browser: Debian's, whatever Playwright would download.
chromium:
	@(command -v chromium || command -v chromium-browser || command -v google-chrome) >/dev/null 2>&1 \
	  || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium)

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Ancha needs Python 3.11 or newer; set PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.bench: requirements-bench.txt pyproject.toml $(VENV)/.test
	$(INSTALL) --require-hashes -r requirements-bench.txt
	touch $@

$(VENV)/.test: requirements-test.txt pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements-test.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.run

# Pins and hashes, and no address of any registry.
lock: | $(BIN)/python
	$(INSTALL) uv
	$(BIN)/uv pip compile pyproject.toml --extra postgres --group install --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade -q -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra postgres --group install --group test --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade -q -c requirements.txt -o requirements-test.txt
	$(BIN)/uv pip compile pyproject.toml --extra postgres --group install --group test --group bench --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -q \
	  -c requirements-test.txt -o requirements-bench.txt

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
