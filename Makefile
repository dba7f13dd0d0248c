# Needs python3.11 or later (with venv), git and make. Everything is installed into .venv/, nothing outside it but the
# browser of the tests, where there is none yet. PYTHON=, PORT= and CHROMIUM= choose another python, port and browser.
BIN := .venv/bin
PORT ?= 8501
INNER := tests/tables tests/reading tests/naming tests/weighing tests/exports
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help setup run dev lint check test format lock audit names bench screenshots dist clean

help: ## list what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## make .venv with the locked versions (nothing to do where it is up to date)
	@.ci/setup run

run: setup ## set up and open the dashboard on 127.0.0.1:8501
	@$(BIN)/medcheck serve --port $(PORT)

dev: ## make .venv with the tools of the tests too
	@.ci/setup dev

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports --no-cache
	$(BIN)/medcheck data

check: lint ## the inner loop: lint, types, layers, data, and the tests that need neither browser nor cluster
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(INNER)

test: lint ## set up, then lint, check types, layers and data, and run every test, in a real browser too
	@browser=$$(.ci/browser) || exit 1; echo "medcheck: testing in $$browser"; \
	MEDCHECK_BROWSER="$$browser" $(BIN)/python -m pytest --numprocesses auto --dist loadfile --cov

format: dev ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## write uv.lock and pip's constraints anew (needs uv; UPGRADE=1 takes newer versions)
	@command -v uv >/dev/null || { echo "medcheck: make lock needs uv (pip install uv)." >&2; exit 1; }
	uv lock --no-config --default-index https://pypi.org/simple $(if $(UPGRADE),--upgrade)
	uv export --no-config --frozen --quiet --all-extras --no-hashes --no-emit-project --no-header --no-annotate \
		--output-file .ci/constraints.txt

audit: dev ## look up licences and known weaknesses of what is locked, and write an SBOM (needs uv and the network)
	@.ci/audit

names: dev ## write the names of the open lists into data/names.csv anew (needs the network; a minute)
	$(BIN)/python data/build/build_names.py

bench: dev ## measure speed and accuracy
	@for benchmark in benchmarks/*.py; do echo "$$benchmark"; $(BIN)/python "$$benchmark" || exit 1; done

screenshots: dev ## take the pictures of the README anew
	@browser=$$(.ci/browser) || exit 1; MEDCHECK_BROWSER="$$browser" $(BIN)/python docs/screenshots.py

dist: dev ## build the wheel and the source archive into dist/
	rm -rf dist
	$(BIN)/python -m build

clean: ## remove .venv and everything that was built
	rm -rf .venv dist build .coverage .coverage.* htmlcov .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
