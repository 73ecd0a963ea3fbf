# Every chore is one word. Each target makes ready what it needs, once.

.DEFAULT_GOAL := help
.PHONY: help ready run test wide check types unused house system stories bench soak score bundle bare fonts texts lock clean

# The system's own Python before another: one that somebody compiled by hand takes up to twice the
# time. One that cannot make an environment comes later; a newer one than there are packages for
# comes last, and is told what to install.
PYTHON := $(shell for fits in \
	"import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))" \
	"import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))" \
	"import sys; sys.exit(sys.version_info < (3, 11))"; do \
	for p in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$p -c "$$fits" 2>/dev/null; then command -v $$p; exit; fi; done; done)
BIN := .venv/bin
OURS := $(BIN)/python
SPREAD := tests/soak/test_soak_convergence.py
WITH_KIT := PYTHONPATH=$(CURDIR):$(CURDIR)/tests/kit $(OURS)
export PYTHONPATH := $(CURDIR)
unexport VIRTUAL_ENV
# Each of many programs would compile all of ours and of the libraries anew: seconds of each start.
unexport PYTHONDONTWRITEBYTECODE

help: ## Say what each word does
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

ready: ## Make .venv from requirements.lock, fonts, sentences and forms
	@test -n "$(PYTHON)" || { echo "Install Python 3.11 or newer: sudo apt-get install -y python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) packaging/ready.py

run: ready ## Open a practice workbook; without a display walk through one visit, into out/
	@$(OURS) packaging/tour.py

# What fails is tried again, twice at most, and named: of 10,000 tests one of the window's sometimes
# fails where much else runs, and what stood in the window then is told. One that never comes to its
# end is ended after a quarter of an hour, and where it stood is told.
test: ALSO := system
# Threads for large matrices, of which there are none here, wait by turning round.
test wide: export OPENBLAS_NUM_THREADS := 1
test: check ## Check, then the tests with their coverage
	@mkdir -p out
	$(OURS) -m pytest -q -n 3 --reruns 2 -rR -o faulthandler_timeout=900 --ignore=tests/house \
		-m "not soak and not wide" -p tests.kit.gone_through
	$(WITH_KIT) packaging/coverage_gate.py out/coverage.json

wide: system ## What make test leaves out for time: see tests/wide.txt and tests/again.txt
	$(OURS) -m pytest -q -n 3 --reruns 2 -rR -o faulthandler_timeout=900 -m "wide and not soak"

check: ready ## Format, rules, types, imports, dependencies, dead code, the house tests
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	@$(MAKE) --no-print-directory -o ready -j 4 types unused house $(ALSO)

types: ready ## What mypy says
	$(BIN)/mypy --no-error-summary

unused: ready ## What arrows and dependencies say, and dead code
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/vulture

house: ready ## The tests of the house rules
	$(OURS) -m pytest -q -n 2 tests/house

system: ready ## What tests need of the system itself, where it may be installed
	@$(OURS) packaging/libraries.py

stories: ready ## The long tests, told as stories
	$(OURS) -m pytest -q tests/stories

bench: ready ## Measure against yardsticks of the same run, into out/bench.json
	$(WITH_KIT) packaging/bench.py

# Twenty thousand stories of five laptops and half an hour for each decoder: two days on two cores.
soak: system ## The long programmes at their whole size, which takes days (SHORT=yes: some hours)
	@$(OURS) packaging/soaking.py
	$(SHORT:%=SOAK_WIRE_MINUTES=1 )$(OURS) -m pytest -q -m soak --ignore=$(SPREAD)
	$(SHORT:%=SOAK_CONVERGENCE=50 )$(OURS) -m pytest -q -n auto -m soak $(SPREAD)
	@$(MAKE) --no-print-directory wide
	ALONGSIDE_DRAWN=anew $(OURS) -m pytest -q -n 3 -m "hypothesis and not soak"

score: ready ## The score sheet of the code
	@$(WITH_KIT) packaging/score.py

bundle: ready ## Make the program a folder that needs no Python, into dist/ (WITH=usual compares; then make bare)
	$(OURS) packaging/bundle.py $(WITH)

bare: ready ## Try the bundle in dist/ where there is no Python and nothing else
	$(OURS) packaging/bare.py

fonts: ready ## Build the fonts again
	rm -rf texts/fonts
	$(OURS) packaging/fonts.py

texts: ready ## What each language still lacks
	@$(WITH_KIT) packaging/languages.py

lock: ready ## Pin every dependency again, with hashes and without addresses
	$(OURS) packaging/lock.py

clean: ## Remove everything that was made here
	rm -rf .venv out build dist texts/fonts .hypothesis
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
