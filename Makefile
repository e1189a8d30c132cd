# Two commands: `make book` installs what is missing and builds the sample series;
# `make test` installs the test tools too and runs every check. The rest is for developers.

VENV := .venv
BIN := $(VENV)/bin
SERIES := $(sort $(wildcard series/*/series.toml))

# Stamps keep a second call from asking the network anything. They are named after what was
# installed and where, since a virtual environment can't be moved.
key = $(shell { pwd; cat $(1); } | cksum | tr ' ' -)
FOR_BOOK := pyproject.toml tools/install.sh tools/locks/book.txt tools/locks/build.txt
FOR_TEST := $(FOR_BOOK) tools/locks/test.txt tools/package.json tools/package-lock.json
BOOK := $(VENV)/.book-$(call key,$(FOR_BOOK))
TEST := $(VENV)/.test-$(call key,$(FOR_TEST))
RELEASE := $(VENV)/.release-$(call key,$(FOR_TEST) tools/locks/release.txt)

.PHONY: book test test-slow trust bench lint types floors unit clean

book: $(BOOK)
	@for manifest in $(SERIES); do \
	    $(BIN)/seriesbook build "$$(dirname "$$manifest")" --output output || exit 1; \
	done

test: lint types floors unit

lint: $(TEST)
	$(BIN)/ruff check src tests tools
	$(BIN)/ruff format --check src tests tools

types: $(TEST)
	$(BIN)/mypy

floors: $(TEST)
	$(BIN)/lint-imports

# .tools/bin holds a Chromium where the system has none that tests can use.
unit: $(TEST)
	PATH="$(CURDIR)/.tools/bin:$$PATH" $(BIN)/pytest -n auto -m "not slow"

test-slow: $(TEST)
	PATH="$(CURDIR)/.tools/bin:$$PATH" $(BIN)/pytest -n auto -m slow

# Tries everything that docs/trust.md tells of, and writes it anew; takes an hour.
trust: $(TEST)
	PATH="$(CURDIR)/.tools/bin:$$PATH" $(BIN)/pytest -m trust --write-trust

# Ratios against pandoc, WeasyPrint and Typst on this machine; takes some ten minutes.
bench: $(TEST)
	$(BIN)/python tests/benchmarks/figures.py

# Random input, for so many seconds each: readers and importers.
SECONDS := 60
fuzz: $(TEST)
	@sh tools/install.sh fuzz
	$(BIN)/python tests/fuzz/run.py --seconds $(SECONDS)

# Locks for make; `make lock UPGRADE=--upgrade` takes the newest versions.
lock: $(RELEASE)
	PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/lock.sh $(UPGRADE)

# Known faults of what is locked: asks PyPI, and fails if it can't.
audit: $(RELEASE)
	@sh tools/audit.sh

licenses: $(TEST)
	$(BIN)/python tools/licenses.py >docs/licenses.md

# The wheel, the source, and the list of all that books are made with (CycloneDX).
dist: $(RELEASE) sbom
	$(BIN)/python -m build --no-isolation --outdir dist .

sbom: $(RELEASE)
	@rm -rf dist/.bare && mkdir -p dist
	@$(BIN)/python -m venv --without-pip dist/.bare
	@$(BIN)/python -m pip --disable-pip-version-check --quiet --python dist/.bare/bin/python install \
	    --require-hashes --only-binary :all: --requirement tools/locks/book.txt
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	    --output-file dist/sbom.cdx.json dist/.bare/bin/python
	@rm -rf dist/.bare

$(BOOK):
	@sh tools/install.sh book
	@rm -f $(VENV)/.book*
	@touch $@

$(TEST): $(BOOK)
	@sh tools/install.sh test
	@rm -f $(VENV)/.test*
	@touch $@

$(RELEASE): $(TEST)
	@sh tools/install.sh release
	@rm -f $(VENV)/.release*
	@touch $@

clean:
	rm -rf $(VENV) .tools output dist
