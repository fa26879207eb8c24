# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
UV := uv==0.13.9
BIN := .venv/bin
RESOLVE = $(BIN)/uv pip compile -q $(NEWEST) --universal --generate-hashes --no-emit-index-url \
	--all-extras $(1) --python-version 3.11 pyproject.toml -o

# The requirements that .venv has are the copies lying in it: content decides, not dates.
RUN := .venv/requirements.txt
DEV := .venv/requirements-dev.txt
PEERS := .venv/requirements-peers.txt
CHECKER := node_modules/.package-lock.json

# A worker for each processor; the tests of one file stay with one worker, the long ones first.
BESIDE := -n auto --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test e2e bench check style types schema catalogues vendored html vendor lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile

run: $(RUN) ## serve the demo on http://localhost:8000 (another port: make run PORT=8765)
	@$(BIN)/python -m union.cli demo --port $(PORT)

test: $(DEV) ## run the tests; what needs Chromium or a server is skipped when it is not found
	@$(BIN)/pytest $(BESIDE)
	@if [ -n "$$UNION_TEST_POSTGRES_URL" ]; then $(BIN)/pytest $(BESIDE) --database=postgresql; fi

e2e: $(DEV) ## run only the tests in a real browser
	@$(BIN)/pytest tests/e2e

bench: $(PEERS) ## print every figure: a ratio to its floor or its peer
	@set -e; for figure in benchmarks/[!_]*.py; do \
		$(BIN)/python -m benchmarks.$$(basename $$figure .py); \
	done

check: style types schema catalogues vendored html ## everything that is checked without running the tests

style: $(DEV) ## check how the code is written
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV) ## check the types
	@$(BIN)/mypy

schema: $(DEV) ## check that the migrations make the tables of the models
	@$(BIN)/python -m union.cli db check

catalogues: $(DEV) ## check that every sentence is there in Kazakh and Russian
	@$(BIN)/python -m union.core.catalogues check

vendored: $(DEV) ## check the browser code of others against its manifest
	@$(BIN)/python -m tools.vendor --check

html: $(DEV) $(if $(shell command -v npm || :),$(CHECKER)) ## check that every page is valid HTML
	@$(BIN)/pytest -q -m html_validity

vendor: $(DEV) $(CHECKER) ## renew the browser code of others as package-lock.json pins it
	@$(BIN)/python -m tools.vendor

lock: $(DEV) ## resolve pyproject.toml into the three requirements files (newest: make lock NEWEST=--upgrade)
	@$(call RESOLVE) requirements.txt
	@$(call RESOLVE,--group dev) requirements-dev.txt
	@$(call RESOLVE,--group peers) requirements-peers.txt

clean: ## remove what was installed and built; the hall's own var/ stays
	@rm -rf .venv node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
		"This needs Python 3.11 or newer. If you have one: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check $(UV)

# Adds without taking away: whoever has the development set keeps it.
$(RUN): requirements.txt | $(BIN)/uv
	@cmp -s $< $@ || { echo "Installing $<"; $(BIN)/uv pip install -q --require-hashes -r $<; }
	@cp $< $@

# Exactly this set: a package beyond it would hide a missing requirement.
$(DEV): requirements-dev.txt | $(BIN)/uv
	@cmp -s $< $@ || { echo "Installing $<"; rm -f $(PEERS); $(BIN)/uv pip sync -q --require-hashes $<; }
	@cp $< $@

$(PEERS): requirements-peers.txt $(DEV)
	@cmp -s $< $@ || { echo "Installing $<"; $(BIN)/uv pip install -q --require-hashes -r $<; }
	@cp $< $@

$(CHECKER): package-lock.json
	@npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	@touch $@
