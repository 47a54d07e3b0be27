# Foliocast: `make run` opens the window (without a display it shows a forecast), `make test` checks everything.
# Both set up .venv by themselves; needed beforehand: Python 3.11 or newer, git and make.

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: run test bench clean
.DEFAULT_GOAL := run

export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv
PYTHON := $(VENV)/bin/python
INSTALL := $(PYTHON) -m pip install -qq --constraint .constraints.txt --editable
INSTALLED_FROM := pyproject.toml .constraints.txt $(VENV)/created

run: $(VENV)/installed
	@mkdir -p build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
	  $(PYTHON) -m app.commands.libraries && exec $(PYTHON) -m app open --sample; \
	else \
	  exec $(PYTHON) -m app forecast resources/samples/software-company.foliocast \
	    --json build/sample-forecast.json --xlsx build/sample-forecast.xlsx; \
	fi

test: $(VENV)/installed-for-tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PYTHON) -m pytest -n auto

bench: $(VENV)/installed-for-benchmarks
	@rm -f build/benchmarks.json
	@missed=0; $(PYTHON) -m pytest tests/benchmarks -m benchmark -s || missed=$$?; \
	$(PYTHON) -m tests.benchmarks.page && exit $$missed

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache foliocast.egg-info

$(VENV)/installed: $(INSTALLED_FROM)
	@echo "Installing Foliocast into $(VENV) (once; this takes a minute)"
	@$(INSTALL) .
	@touch $@

$(VENV)/installed-for-tests: $(INSTALLED_FROM)
	@echo "Installing Foliocast and its tests' tools into $(VENV) (once; this takes a minute)"
	@$(INSTALL) '.[test]'
	@$(PYTHON) -m app.commands.libraries
	@$(PYTHON) -m tests.programs
	@touch $@ $(VENV)/installed

$(VENV)/installed-for-benchmarks: $(INSTALLED_FROM)
	@echo "Installing Foliocast, its tests' tools and what it is measured against into $(VENV) (once)"
	@$(INSTALL) '.[test,bench]'
	@touch $@ $(VENV)/installed $(VENV)/installed-for-tests

$(VENV)/created:
	@found=; \
	for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$${found:-$$python}; \
	    if $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	      echo "Creating $(VENV) with $$($$python --version)"; \
	      $$python -m venv $(VENV) && touch $@; exit $$?; \
	    fi; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Foliocast needs Python 3.11 or newer; none of python3, python3.14 ... python3.11 is one. Install it from your system's packages or https://www.python.org." >&2; \
	else \
	  version=$$($$found -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "Python $$version is here without its venv module. On Debian and Ubuntu: apt install python$$version-venv; then try again." >&2; \
	fi; \
	exit 1
