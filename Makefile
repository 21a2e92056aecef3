# Kenner's commands. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev
EVAL := .venv/.eval
BENCH := .venv/.bench
PACKAGES := adapters bot evaluation expertise index migrations sample tools bench

.PHONY: help demo test test-fast check format eval bench lock clean

help: ## list the commands
	@echo "make COMMAND, where COMMAND is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "The first one installs what it needs into .venv. Nothing is installed elsewhere."

demo: $(RUNTIME) ## see Kenner at work on an invented company, in your terminal
	@$(BIN)/kenner demo

test: $(DEV) ## run all tests, on every core
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

test-fast: $(DEV) ## run the tests that need no model, no long wait and no killed process
	@$(BIN)/pytest -m "not model and not slow and not kill"

check: $(DEV) ## lint, types, floors, licences, Dockerfile
	@echo "ruff: lint and format"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "mypy: types"
	@$(BIN)/mypy
	@echo "import-linter: the four floors"
	@$(BIN)/lint-imports
	@echo "licences of what is locked"
	@$(BIN)/python -m tools.licences constraints.txt | tail -n 1
	@echo "hadolint: the Dockerfile"
	@if $(BIN)/hadolint --version >/dev/null 2>&1; then $(BIN)/hadolint Dockerfile; \
	else echo "  skipped: hadolint has no program for this machine"; fi

format: $(DEV) ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

eval: $(EVAL) ## measure ourselves beside the baselines: make eval [SET=folder of a replay set] [RUN=out.trec]
	@$(BIN)/python -m evaluation $(if $(SET),"$(SET)") $(if $(RUN),--run "$(RUN)")

bench: $(BENCH) ## measure ourselves beside other search engines
	@$(BIN)/python -m bench

lock: ## write the constraints files anew, from the latest versions that pyproject.toml allows
	@rm -rf .venv-lock
	@$${PYTHON:-python3.11} -m venv .venv-lock
	@echo "Installing the latest of everything into .venv-lock: some minutes"
	@.venv-lock/bin/pip install --quiet "$$(grep -o '"torch==[0-9.]*' pyproject.toml | tr -d '"')"
	@.venv-lock/bin/pip install --quiet --editable '.[dev,eval,graph,bench]'
	@.venv-lock/bin/pip check
	@.venv-lock/bin/python -m tools.lock dev eval graph > .venv-lock/constraints.txt
	@.venv-lock/bin/python -m tools.lock dev eval graph bench --beyond .venv-lock/constraints.txt \
		> .venv-lock/constraints-bench.txt
	@mv .venv-lock/constraints.txt .venv-lock/constraints-bench.txt .
	@rm -rf .venv-lock
	@git diff --stat -- constraints.txt constraints-bench.txt

clean: ## remove .venv and all caches; your data stays
	@rm -rf .venv .venv-lock .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build \
		*.egg-info tests/clients/node_modules
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): pyproject.toml constraints.txt
	@tools/install.sh runtime
	@touch $@

$(DEV): $(RUNTIME) tests/clients/package-lock.json
	@tools/install.sh dev
	@touch $@

$(EVAL): $(RUNTIME)
	@tools/install.sh eval
	@touch $@

$(BENCH): $(RUNTIME) constraints-bench.txt
	@tools/install.sh bench
	@touch $@
