# Everything a developer or an owner runs from a checkout. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
BENCH := .venv-bench
RECORDINGS ?= tests/recordings
MINUTES ?= 1
READS ?= 50000
SUITE ?= trixie
ARCH ?= arm64

.PHONY: help setup demo test lint bench lock bundle clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(STAMP) ## make .venv with everything, .venv/bin/mat included

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing. Install it with: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, this is $$($(PYTHON) -V). Name another: make setup PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. Install it with: sudo apt install python3-venv"; exit 1; }
	@echo "Setting up $(VENV): once, half a minute to a few minutes"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock || { echo "The packages could not be installed: is there a network, and does pip reach its index? Try again with: make setup"; exit 1; }
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable . 2>./$(VENV)/install.log || { cat $(VENV)/install.log; exit 1; }
	@touch $(STAMP)

demo: $(STAMP) ## an emulated person does a session, ends with the day's summary
	$(BIN)/mat demo

test: $(STAMP) ## run the tests
	$(BIN)/python -m pytest

lint: $(STAMP) ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) $(BENCH)/.ready ## print what things cost, and other ways to count (RECORDINGS=DIR)
	$(BIN)/python -m pytest tests/bench --benchmark-enable --benchmark-only --benchmark-columns=median,ops,rounds
	$(BIN)/python -m tests.bench.memory
	$(BIN)/python -m tests.bench.screen
	$(BIN)/python -m tests.bench.electronics --minutes $(MINUTES) --reads $(READS)
	$(BIN)/python -m tests.bench.appliance --minutes $(MINUTES)
	$(BENCH)/bin/python -m tests.bench.peers.table $(RECORDINGS)

# Without some of the peers the table is still printed, and the next run tries them again.
$(BENCH)/.ready: $(STAMP) tests/bench/peers/requirements.txt
	@echo "Setting up $(BENCH), for the comparison only: once, half a minute"
	@$(BIN)/python -m tests.bench.peers.install $(BENCH) && touch $@ || true

bundle: $(STAMP) ## a folder to install a Pi from without a network (SUITE=bookworm|trixie ARCH=arm64|amd64)
	@bash systemd/bundle $(BIN)/python $(SUITE) $(ARCH)

lock: ## renew requirements.lock and the appliance's, which has Debian's pygame and numpy (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --no-emit-package pygame --no-emit-package numpy -c requirements.lock pyproject.toml -o systemd/requirements.lock

clean: ## remove what the targets made
	rm -rf $(VENV) $(BENCH) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache
