# Two commands on a bare clone: `make demo` runs the main job on the sample study, `make test` every check.
# Both make the environment they need in .venv; the work itself is in the package and in noxfile.py.

.DEFAULT_GOAL := help
.PHONY: help demo test clean

VENV := .venv
BIN := $(VENV)/bin
DEMO := demo-study
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$name; break; }; done)

help:
	@echo "make demo    code the sample study and write its workbook and reports to $(DEMO)/"
	@echo "make test    run every check"
	@echo "make clean   remove the environment, the demo and what the checks left"

demo: $(VENV)/.installed
	$(BIN)/csec-qual demo $(DEMO)

test: $(VENV)/.installed-dev
	$(BIN)/nox --force-color

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "csec-qual needs Python 3.11 or later. Install it and run make again." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: setup.cfg pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) $(DEMO) build dist .nox .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
