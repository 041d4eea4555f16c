# `make review` and `make test` do everything from a fresh checkout: they set up a virtual environment of their own.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: review test reports generate quality train bench bench-peers evaluate clean

review: .stamp-install
	@$(BIN)/reviewkit check --fail-on never routines

test: .stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reviewkit checks test
	$(BIN)/python -m pytest -n auto --dist worksteal

REPORTS := $(BIN)/reviewkit report routines --today 2026-12-01 --no-cache

reports: .stamp-dev
	rm -rf reports
	$(REPORTS) --format html --format md --out reports

generate: .stamp-dev
	$(BIN)/python -m tests.generated

evaluate: .stamp-install
	$(BIN)/reviewkit evaluate tests/corpus/src

quality: .stamp-dev
	$(BIN)/python -m tests.generated --quality
	$(BIN)/python -m tests.generated

train: .stamp-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[train]"
	$(BIN)/python -m training.train_judge

PEERS ?= .peers

bench: .stamp-dev
	$(BIN)/python benchmarks/bench.py --peers $(PEERS)

bench-peers: .stamp-dev
	$(BIN)/python benchmarks/bench.py --peers $(PEERS) --install-peers

.stamp-venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "reviewkit trenger Python 3.11 eller nyere; prøv: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Kunne ikke lage et virtuelt miljø. På Debian: apt install python3-venv"; exit 1; }
	@touch $@

.stamp-install: .stamp-venv pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.stamp-dev: .stamp-install
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,all]"
	@touch $@

clean:
	rm -rf $(VENV) .peers .stamp-* .mypy_cache .ruff_cache .hypothesis
