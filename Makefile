# Every target sets itself up: Python 3.11 or newer, make and git are all that is needed.
# The first run makes .venv and installs into it; later runs start at once.

SHELL := /bin/sh
BIN := .venv/bin
READY := .venv/.installed
ADVISED := .venv/.advised

# The Python that makes .venv.  Empty: the first of the usual names that is new enough.
PYTHON ?=
# For `make audit`; ARGS goes to the command behind the target, whatever it is.
URL ?=
OUT ?=
ARGS ?=
export PYTHON URL OUT

.DEFAULT_GOAL := help
.PHONY: help demo audit test soak coverage mutants check format bench docs clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | \
	while IFS='|' read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

demo: $(READY) ## audit the bundled county portal on loopback and say where the report is
	@$(BIN)/gongkai demo $(ARGS)

audit: $(READY) ## audit a portal: URL=http://www.x.gov.cn/ [OUT=DIR] [ARGS='--max-pages 500']
	@test -n "$$URL" || { echo '请给出网址，例如：make audit URL=http://www.x.gov.cn/' >&2; exit 2; }
	@$(BIN)/gongkai audit "$$URL" $(if $(OUT),--out "$$OUT") $(ARGS)

test: check ## hold everything to what it promises: check, rule cases, pytest
	@echo '== rule cases' && $(BIN)/gongkai rules test
	@echo '== pytest' && $(BIN)/python -m pytest -q -n 2 --dist worksteal $(ARGS)

soak: $(READY) ## the long form of what test does in short: hostile portals, faults, fuzzing
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev,soak]'
	@echo '== advisories' && $(BIN)/python -m tests.house.advisories
	@echo '== soak' && $(BIN)/python -m pytest -q -m soak $(ARGS)

# The browser, and the processes that only a kill ends, tell coverage nothing.
coverage: $(READY) ## how many branches of rules, checker and crawler the tests take; 95 % are asked
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev,soak]'
	@rm -rf .coverage && mkdir .coverage
	@echo '== rule cases' && $(BIN)/python -m coverage run -m audits.cli rules test
	@echo '== pytest' && $(BIN)/python -m coverage run -m pytest -q -n 2 --dist worksteal tests/rules tests/checker tests/gold \
	  tests/crawler tests/network tests/hostile tests/audits/many tests/audits/scanning tests/audits/watch $(ARGS)
	@$(BIN)/python -m coverage combine -q && $(BIN)/python -m coverage json -q -o .coverage/branches.json
	@$(BIN)/python -m tests.house.branches .coverage/branches.json

mutants: $(READY) ## harm checks and facts in small ways and count what the tests notice (docs/mutants.md)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev,soak]'
	@$(BIN)/python -m benchmarks.mutants.run $(ARGS)

check: $(READY) ## the quick part of test: lint, format, types, import contracts, rule lint
	@echo '== ruff check' && $(BIN)/ruff check --quiet .
	@echo '== ruff format' && $(BIN)/ruff format --quiet --check .
	@echo '== mypy' && $(BIN)/mypy
	@echo '== import contracts' && $(BIN)/lint-imports --no-logo
	@echo '== rule lint' && $(BIN)/gongkai rules lint
	@echo '== wording' && $(BIN)/python -m reports.catalogue check
	@$(MAKE) --no-print-directory $(ADVISED)

# New advisories come by the day, and asking for all takes half a minute: `soak` always asks, `check` when
# the pins have changed since somebody answered.
$(ADVISED): constraints.txt
	@echo '== advisories' && said=$$($(BIN)/python -m tests.house.advisories); code=$$?; echo "$$said"; \
	case $$said in *'not checked'*) ;; *) [ $$code -ne 0 ] || touch $@;; esac; exit $$code

format: $(READY) ## format the code and mend what the linter can mend
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

bench: $(READY) ## run the benchmarks
	@begun=$$(date +%s); for file in benchmarks/*/bench.py; do \
	  if [ ! -f "$$file" ]; then echo 'benchmarks/ is empty: there is nothing to run.'; exit 0; fi; \
	  name=$$(basename "$$(dirname "$$file")"); \
	  echo "== benchmarks/$$name"; $(BIN)/python -m "benchmarks.$$name.bench" $(ARGS) || exit 1; \
	done; echo "== $$(($$(date +%s) - begun)) seconds in all"

docs: $(READY) ## write the pages that are generated from the rules
	@$(BIN)/python docs/generate.py

clean: ## remove .venv and what the tools leave behind
	@rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# pip's warnings are kept quiet (-qq), its errors are not.
$(READY): pyproject.toml constraints.txt
	@set -eu; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; \
	  else set -- python3.11 python3.12 python3.13 python3.14 python3; fi; \
	  found=; \
	  for name; do \
	    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	    then found=$$name; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "gongkai needs Python 3.11 or newer and found none (tried: $$*)." >&2; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; \
	    echo "需要 Python 3.11 或更高版本。请先安装，或指定：make PYTHON=/路径/python3.11" >&2; \
	    exit 1; \
	  fi; \
	  if ! "$$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
	    echo "$$found cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making .venv with $$("$$found" --version) …" >&2; \
	  "$$found" -m venv --clear .venv; \
	fi; \
	echo 'Installing gongkai into .venv (only now, and when its dependencies change) …' >&2; \
	$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'; \
	touch $@
