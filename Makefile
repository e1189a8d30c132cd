# Two commands: `make book` installs what is missing and builds the sample series;
# `make test` installs the test tools too and runs every check. The rest is for developers.

VENV := .venv
BIN := $(VENV)/bin
SERIES := $(sort $(wildcard series/*/series.toml))

.PHONY: book test test-slow lint types floors unit clean

book: $(VENV)/.book
	@for manifest in $(SERIES); do \
	    $(BIN)/seriesbook build "$$(dirname "$$manifest")" --output output || exit 1; \
	done

test: $(VENV)/.test lint types floors unit

lint: $(VENV)/.test
	$(BIN)/ruff check src tests tools
	$(BIN)/ruff format --check src tests tools

types: $(VENV)/.test
	$(BIN)/mypy

floors: $(VENV)/.test
	$(BIN)/lint-imports

unit: $(VENV)/.test
	$(BIN)/pytest -n auto -m "not slow"

test-slow: $(VENV)/.test
	$(BIN)/pytest -n auto -m slow

# The stamps keep a second call from asking the network anything.
$(VENV)/.book: pyproject.toml tools/install.sh
	sh tools/install.sh book
	touch $@

$(VENV)/.test: $(VENV)/.book pyproject.toml tools/install.sh tools/package.json
	sh tools/install.sh test
	touch $@

clean:
	rm -rf $(VENV) .tools output dist
