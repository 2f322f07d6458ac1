# make demo   scan the examples and write a report        make docs   the manual, into site/
# make test   everything a developer needs, then tests    make lint   style, types, floors
# make hostile  what must not stop a scan, also what takes long

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: demo test hostile fuzz lint docs docs-check generated check clean

demo: $(VENV)/.program
	@mkdir -p out
	@$(BIN)/sousveil scan examples/ --format text --format html=out/report.html --exit-zero
	@echo
	@echo "The same as a page that can be read, searched and sent on: file://$(CURDIR)/out/report.html"

test: $(VENV)/.develop
	$(BIN)/python -m pytest

hostile: $(VENV)/.develop
	$(BIN)/python -m pytest -m "slow or not slow" tests/hostile

# RUNS inputs for each target, SECONDS at most; what is found goes into KEEP, where the next run goes on.
fuzz: $(VENV)/.develop
	$(BIN)/python fuzz/run.py --runs $(or $(RUNS),20000) --seconds $(or $(SECONDS),120) $(if $(KEEP),--keep $(KEEP))

lint: $(VENV)/.develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: generated
	$(BIN)/mkdocs build --strict

generated: $(VENV)/.develop
	$(BIN)/python scripts/build_docs.py

docs-check: $(VENV)/.develop
	$(BIN)/python scripts/build_docs.py --check
	$(BIN)/python scripts/accuracy.py --check
	$(BIN)/mkdocs build --strict --quiet --site-dir $$(mktemp -d)

check: test lint docs-check

clean:
	rm -rf $(VENV) out site build dist

$(VENV)/.program: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --editable .
	@touch $@

# One call of pip; the groups are read from pyproject.toml, so that an old pip will do.
$(VENV)/.develop: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python scripts/requirements.py dev docs > $(VENV)/develop.txt
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --editable . --requirement $(VENV)/develop.txt
	@touch $@ $(VENV)/.program
