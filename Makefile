# `make demo` and `make test` are all a newcomer needs; each sets up what it needs, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SETUP := pyproject.toml constraints.txt hatch_build.py $(wildcard locales/*/LC_MESSAGES/*.po)

.PHONY: demo test proofs check structure bench docs docs-es clean

demo: $(VENV)/.demo
	@$(BIN)/syndicate build examples/health-topics --out public
	@echo
	@echo "Open public/index.html, or run: $(BIN)/syndicate serve public"

test: $(VENV)/.test $(VENV)/.clients
	@$(BIN)/python -m pytest -n auto

# The long forms of property, mutation and browser tests: minutes to hours, with new examples each time.
proofs: $(VENV)/.test $(VENV)/.docs $(VENV)/.clients
	@SYNDICATE_PROOFS=1 SYNDICATE_INSTALLS=1 $(BIN)/python -m pytest -m proof -n auto

check: $(VENV)/.check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -p no:randomly tests/test_translations.py
	@$(BIN)/python tests/structure.py

# Which packages import which: no import climbs a floor, and no modules import each other.
structure: $(VENV)/.check
	@$(BIN)/python tests/structure.py

bench: $(VENV)/.bench
	@$(BIN)/python benchmarks/run.py

docs: $(VENV)/.docs
	@$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@$(BIN)/python -m sphinx -q -W --keep-going -D language=es -b html docs docs/_build/html/es
	@echo "Open docs/_build/html/index.html"

# Brings the Spanish catalogs of the documentation up to date; PAGE=how-to/search begins one for a page without Spanish.
docs-es: $(VENV)/.docs
	@rm -rf docs/_build/gettext
	@$(BIN)/python -m sphinx -q -W -b gettext docs docs/_build/gettext
	@rm docs/_build/gettext/sphinx.pot # has the words of our templates alone, not those of the theme
	@cd docs/_build/gettext && for pot in $$(find . -name '*.pot'); do \
	  page=$${pot#./}; page=$${page%.pot}; \
	  [ "$$page" = "$(PAGE)" ] || [ -f ../../../locales/docs/es/LC_MESSAGES/$$page.po ] || rm $$pot; \
	done
	@$(BIN)/sphinx-intl update -p docs/_build/gettext -d locales/docs -l es -w 120 --no-obsolete
	@rm -rf docs/_build/gettext

clean:
	rm -rf $(VENV) public public.history public.notified public.search docs/_build dist syndicate/_locales tests/clients/node_modules

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "syndicate needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 demo")'
	@$(PYTHON) -m venv $(VENV)

# What builds this package, and those that the registry has as source alone: an isolated build takes today's newest.
$(VENV)/.build: $(BIN)/python constraints.txt
	@$(PIP) install -c constraints.txt babel editables hatchling setuptools wheel
	@touch $@

# Feed parsers of the Node world; where they cannot be installed, the tests that need them are skipped and say so.
$(VENV)/.clients: tests/clients/package-lock.json $(BIN)/python
	@if command -v npm >/dev/null; then \
	  npm ci --prefix tests/clients --ignore-scripts --no-audit --no-fund --fetch-retries=0 --silent >/dev/null 2>&1 \
	    && touch $@ || echo "The Node packages of tests/clients could not be installed"; \
	fi

$(VENV)/.demo: EXTRAS = service,photographs
$(VENV)/.test: EXTRAS = service,test
$(VENV)/.check: EXTRAS = service,test,check
$(VENV)/.bench: EXTRAS = service,bench
$(VENV)/.docs: EXTRAS = service,docs
$(VENV)/.demo $(VENV)/.test $(VENV)/.check $(VENV)/.bench $(VENV)/.docs: $(VENV)/.build $(SETUP)
	@echo "Setting up $(VENV) ($(EXTRAS)) ..."
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[$(EXTRAS)]'
	@# Relative, so that Python 3.11 can read it in the C locale whatever the folder is called.
	@for file in $(VENV)/lib/python*/site-packages/_*syndicate_feeds.pth; do echo '../../../..' >"$$file"; done
	@touch $@
