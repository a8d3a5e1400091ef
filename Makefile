# Signpost. `make` shows what can be done.
.DEFAULT_GOAL := help
.PHONY: help run train test test-fast lint check-content check-markup coverage-content sbom evidence evaluate bench demo config off on clean install install-dev test-tools

export RASA_TELEMETRY_ENABLED := false
export OMP_NUM_THREADS := 1
export TF_CPP_MIN_LOG_LEVEL := 2
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH

PYTHON := .venv/bin/python
MARKUP := tests/markup/node_modules/.package-lock.json

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install train ## Install what is needed, train if needed, start everything
	@$(PYTHON) -m web run

train: install ## Train the dialogue model if it is older than its data
	@$(PYTHON) -m bot.train

test: install-dev test-tools $(MARKUP) lint train ## Everything that proves it (some minutes)
	$(PYTHON) -m pytest -q -n 2 -m "not slow and not browser"
	$(PYTHON) -m pytest -q -n 2 --dist loadfile -m "slow and not alone and not browser"
	$(PYTHON) -m pytest -q -m "alone and not browser"
	$(PYTHON) -m pytest -q -n 2 --dist loadfile -m browser

test-fast: install-dev ## The tests that need no running service (some three minutes)
	$(PYTHON) -m pytest -q -n 2 -m "not slow and not browser"

lint: install-dev ## Style and simple mistakes
	$(PYTHON) -m ruff check .

check-content: install-dev ## Faults in data/: stale, missing, unreadable
	$(PYTHON) -m bot.knowledge.checks

check-markup: install-dev test-tools $(MARKUP) ## html-validate and pa11y over every page
	$(PYTHON) -m pytest -q tests/markup

coverage-content: install-dev ## Which topics answer which passage of the founding documents
	@$(PYTHON) -m bot.knowledge.checks.coverage

sbom: install ## The software bill of materials (CycloneDX), into var/sbom.json
	@$(PYTHON) -m deploy.sbom > var/sbom.json
	@echo "Written: var/sbom.json"

evidence: install-dev ## The generated papers for data protection, from code and model card
	@$(PYTHON) -m deploy.dpia

evaluate: install-dev train ## How well questions are understood, with every miss
	$(PYTHON) -m tests.evaluation

bench: install-dev train ## Speed and memory, against an untuned engine
	$(PYTHON) -m tests.bench

demo: install-dev test-tools train ## One enquiry from first worry to "received", in a real browser
	@$(PYTHON) -m tests.demo

config: install ## Every setting, its value and what it is for
	@$(PYTHON) -m web config

off: ## Answer emergencies only: helplines, danger replies and the form stay
	@$(PYTHON) -m web off

on: ## Answer everything again
	@$(PYTHON) -m web on

clean: ## Remove what was installed, trained and cached
	rm -rf .venv var models .rasa

install: var/installed
install-dev: var/installed-dev

var/installed: uv.lock pyproject.toml deploy/install.sh
	@sh deploy/install.sh --no-dev
	@touch $@

var/installed-dev: uv.lock pyproject.toml deploy/install.sh
	@sh deploy/install.sh
	@touch $@ var/installed

$(MARKUP): tests/markup/package-lock.json | install-dev
	@echo "Getting html-validate and pa11y, for the tests ..."
	@cd tests/markup && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --silent

test-tools: ## Programs the tests need (Debian chromium, strace, Redis)
	@sh deploy/test-tools.sh
