# Everything that one does here. `make` alone lists it. Needs git, make and Python 3.12 or later;
# for the tests of the WooCommerce plugin also PHP, see `php` below.
.DEFAULT_GOAL := help
STAGE ?= dev
SEEDS ?= 1000
CARTS ?= 300
EXAMPLES ?= 400
PYTHON = .venv/bin/python
PYTEST = $(PYTHON) -m pytest
READY = .venv/ready

# Each candidate is run, not only looked up: a version manager's shim may exist and yet fail.
find_python = for candidate in python3.13 python3.12 python3.14 python3 \
		$$(ls -d "$$HOME"/.pyenv/versions/3.1[2-9]*/bin/python 2>/dev/null | sort -r); do \
	"$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 \
		&& { echo "$$candidate"; break; }; done

.PHONY: help
help: ## List what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c '' 2>/dev/null || { \
		python=$$($(find_python)); \
		test -n "$$python" || { echo "rebasket needs Python 3.12 or later, with venv"; exit 1; }; \
		"$$python" -m venv --clear .venv; }
	@echo "installing requirements-dev.txt into .venv, once (about a minute)"
	@$(PYTHON) -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.PHONY: run
run: $(READY) ## Start the local cloud, play the demo, and stay up with the outbox
	@$(PYTHON) -m infra.local.demo --stay

.PHONY: demo
demo: $(READY) ## Play the demo once; fails unless every expected message was sent and no other
	@$(PYTHON) -m infra.local.demo

# A rule without a line in the list: nobody makes it for its own sake.
.PHONY: php
php:
	@command -v php >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& echo "installing php-cli, once, for the WooCommerce plugin's tests" \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends php-cli >/dev/null; } \
		|| { echo "the WooCommerce plugin's tests need PHP 7.4 or later: install php-cli"; exit 1; }

.PHONY: check
check: $(READY) php ## The fast part of the tests: format, lint, types, templates, unit tests
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy --no-error-summary
	@.venv/bin/cfn-lint infra/core.yaml infra/region.yaml
	@$(PYTEST) -n auto -m "not package and not e2e"

.PHONY: test
test: check ## Every test, with the packaged artifact on the local cloud
	@$(PYTEST) -n auto --dist loadfile -m "package or e2e"

.PHONY: format
format: $(READY) ## Format the code, and mend what the linter can
	@$(PYTHON) -m ruff check --quiet --fix .
	@$(PYTHON) -m ruff format --quiet .

.PHONY: package
package: $(READY) ## Build and check the artifact that a deployment would upload
	@$(PYTHON) -m infra.package --stage $(STAGE)

.PHONY: deploy
deploy: $(READY) ## Deploy to your AWS account: make deploy STAGE=dev [ALARM_EMAIL=you@example.com]
	@$(PYTHON) -m infra.deploy --stage $(STAGE) $(if $(ALARM_EMAIL),--alarm-email $(ALARM_EMAIL))

.PHONY: bench
bench: $(READY) ## Count AWS calls, capacity units, CPU time and sizes
	@$(PYTHON) -m bench

.PHONY: soak
soak: $(READY) ## Play many days with everything going wrong: make soak SEEDS=10000
	@$(PYTHON) -m tests.simulation --seeds $(SEEDS)

.PHONY: crashes
crashes: $(READY) ## Let every call of every event go wrong in every way, and print the table
	@$(PYTHON) -m tests.simulation --crashes

.PHONY: sabotage
sabotage: $(READY) ## Break every promise once in a copy of the tree, and print who noticed
	@$(PYTHON) -m tests.sabotage

.PHONY: chaos
chaos: $(READY) ## Fail AWS and kill functions under the artifact: make chaos CARTS=300
	@$(PYTHON) -m tests.e2e.chaos --carts $(CARTS)

.PHONY: fuzz
fuzz: $(READY) ## Send anything to every route: make fuzz EXAMPLES=600
	@$(PYTHON) -m tests.fuzz --examples $(EXAMPLES)

.PHONY: lock
lock: $(READY) ## Pin what requirements-dev.in asks for; earlier pins are kept
	@$(PYTHON) -m piptools compile --quiet --strip-extras --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate \
		--output-file requirements-dev.txt requirements-dev.in

.PHONY: clean
clean: ## Delete everything that can be made again, the environment too
	@rm -rf .venv .local .mypy_cache .pytest_cache .ruff_cache .hypothesis .chalice/deployments
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
