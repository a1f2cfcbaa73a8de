# `make run` opens the dashboard, `make test` proves it. Both prepare all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test prove install bench data clean

# DATA=folder opens the dashboard on five CSV tables of your own.
run: $(VENV)/.installed
	ROUTES_DATA="$(DATA)" $(BIN)/streamlit run app.py

install: $(VENV)/.installed

test: $(VENV)/.tested-with browser database office
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q -n 2 --dist loadfile

# All of the proofs of which `make test` runs a share: damaged files, killed imports, flipped bits,
# attacked releases.
prove: $(VENV)/.tested-with browser database office
	ROUTES_PROVE=1 $(BIN)/pytest -q -n 2 --dist loadfile tests/cases/intake/test_fuzz.py \
	  tests/cases/register/test_processes.py tests/cases/register/test_verify.py \
	  tests/release/test_attack.py

data: $(VENV)/.tested-with
	$(BIN)/python -m geo.build

bench: $(VENV)/.tested-with browser
	$(BIN)/pip install --quiet -e '.[bench]'
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.importing
	$(BIN)/python -m benchmarks.exporting
	$(BIN)/python -m benchmarks.privacy
	$(BIN)/python -m benchmarks.coverage

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq python3-venv && rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); \
	  else \
	    echo "Python has no venv module. On Debian: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; \
	  fi; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tested-with: requirements-dev.txt $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# The screens and the exported file are tested in a real browser.
.PHONY: browser
browser: | $(VENV)/.tested-with
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; \
	else $(BIN)/playwright install chromium; fi

# The register is tested on a real PostgreSQL server, which the tests start for themselves.
.PHONY: database
database:
	@if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; \
	else echo "The tests need PostgreSQL. On Debian: apt install postgresql" >&2; exit 1; fi

# Spreadsheets and slides are opened in LibreOffice, and pages of PDF files are read.
.PHONY: office
office:
	@if command -v soffice >/dev/null && command -v pdftotext >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    libreoffice-calc libreoffice-impress poppler-utils; \
	else echo "The tests need LibreOffice. On Debian: apt install libreoffice-calc libreoffice-impress poppler-utils" >&2; exit 1; fi
