# Two commands set everything up on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test check lock clean

run: $(VENV)/.run
	$(BIN)/python bot.py demo

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python bot.py check
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python bot.py check

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit("Ancha needs Python 3.11 or newer; set PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
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

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
