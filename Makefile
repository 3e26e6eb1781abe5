# The commands of this project. Each sets up what it needs and does nothing twice.

VENV := .venv
PY := $(VENV)/bin/python
# Written after a successful installation; older than the requirements means install again.
APP_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

# The Python that makes the environment: $PYTHON, or the first of these two that runs.
PYTHON ?= $(shell for p in python3.11 python3; do if $$p -c "" 2>/dev/null; then echo $$p; break; fi; done)
# The bar is for people; a log has no use for it.
PIP_INSTALL := $(PY) -m pip install --disable-pip-version-check $(if $(CI),--quiet)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check bench messages clean

# Say which commands there are.
help:
	@echo "make run       set up what is missing and open the playground in a browser"
	@echo "make test      set up what is missing, Chromium too, and run the tests"
	@echo "make check     lint, formatting and types"
	@echo "make bench     measure, and print ratios"
	@echo "make messages  collect every sentence that can be translated"
	@echo "make clean     remove the virtual environment and the caches"

# Open the playground.
run: $(APP_STAMP)
	$(PY) -m streamlit run app.py

# Run every test, in two processes: one has those with a browser, the other the rest (tests/conftest.py).
# The browser is looked for first, so that a missing one is said at once. What Python compiles is kept, whatever
# the shell says: both processes read all the tests, and every server and worker reads the playground.
test: $(DEV_STAMP)
	$(PY) tests/browser/chromium.py
	PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

# Lint, formatting and types; changes nothing.
check: $(DEV_STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy --strict --package playground

# Measure, and print ratios.
bench: $(DEV_STAMP)
	$(PY) -m benchmarks

# Collect every sentence that a learner may read, bring the catalogues up to date, and compile them.
messages: $(DEV_STAMP)
	$(PY) -m tests.catalogues

# Remove what the other commands made, to start over.
clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache

# What the app needs; again only when requirements.txt changed.
$(APP_STAMP): requirements.txt | $(PY)
	@echo "Installing what the playground needs; the first time this takes a few minutes."
	@$(PIP_INSTALL) -r requirements.txt || { echo "Installing failed; pip's reason is above. Once it is mended, the same command goes on from here." >&2; exit 1; }
	@touch $@

# What the tests need besides; again only when either file changed.
$(DEV_STAMP): requirements-dev.txt $(APP_STAMP)
	@echo "Installing what the tests need."
	@$(PIP_INSTALL) -r requirements-dev.txt || { echo "Installing failed; pip's reason is above. Once it is mended, the same command goes on from here." >&2; exit 1; }
	@touch $@

# The virtual environment. A half-made one is removed, or it would pass for a whole one.
$(PY):
	@command -v "$(PYTHON)" >/dev/null || { echo "There is no program $(or $(PYTHON),python3) here. Install Python 3.11 or newer, or name one: make run PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("The playground needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ". Name a newer one: make run PYTHON=/path/to/python")'
	@"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) could not make a virtual environment. On Debian or Ubuntu, install the package python3-venv." >&2; exit 1; }
