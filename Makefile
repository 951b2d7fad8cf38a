# Two commands on a bare clone:  make run  and  make test
PYTHON ?= python3
SETUP := $(PYTHON) -I tools/setup.py
PY := .venv/bin/python
SYSTEM_PARTS := pango postgresql redis chromium poppler qpdf nginx pgbouncer
FRESH := DATABASE_URL=sqlite://:memory:
UV_COMPILE := UV_SYSTEM_CERTS=1 .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements"

# Where the domain is tested; pages, permissions and API come on top of it.
COVERED := tests/rules tests/opd tests/bimtek tests/masterplan tests/commitments tests/lib/jobs

.PHONY: help run test proofs lint demo-reset requirements deps dev bench bench-scale chaos coverage \
	lint-ruff lint-types lint-imports lint-templates lint-django lint-migrations

help:
	@echo "make run         start the portal (PORT=8001 make run for another port)"
	@echo "make test        the suite on SQLite; on PostgreSQL and Redis what the database decides, browser, kill tests"
	@echo "make proofs      the long tests and the quick fault runs, before an issue is closed"
	@echo "make lint        ruff, mypy, import contracts, djlint, migrations, Django's checks"
	@echo "make bench       what requests, compile and the PDF cost; bench-scale: 514 regions and 500 editors"
	@echo "make chaos       the long fault runs: kills, restarts, full disks, 20,000 API cases"
	@echo "make coverage    which branches of rules, workflow, services and jobs no test runs; all must be run"
	@echo "make demo-reset  put var/ aside and load the illustrative plan anew"
	@echo "make requirements  pin the packages of requirements*.in anew"
	@echo "run and test install what the system lacks where they may (root on Debian or Ubuntu); not with SYSTEM=0"

run:
	@$(SETUP) requirements.txt pango
	@exec $(PY) manage.py portal --prepare

# All passes, whatever the first one says; 5 is "no test has this name here". The browser's pages share one portal, so
# they run in one process; a file stays together in the others.
SPLIT := -n 2 --dist loadfile --no-loadscope-reorder
test: dev
	@$(SETUP) $(SYSTEM_PARTS)
	@code=0; pass() { TEST_SERVICES=$$1 $(PY) -m pytest $$2 $(ARGS) || [ $$? = 5 ] || code=1; }; \
	pass sqlite "$(SPLIT)"; $(if $(ARGS),pass real "$(SPLIT)",pass real "$(SPLIT) --ignore=tests/browser"; pass real tests/browser); \
	exit $$code

proofs: dev
	@TEST_SERVICES=real $(PY) -m pytest -m proof $(ARGS)
	@$(PY) -m qa.chaos --quick

# The parts do not touch each other, so that two cores share them; -k shows all that is wrong at once.
lint: dev
	@$(MAKE) --no-print-directory -k -j2 --output-sync=target \
		lint-types lint-ruff lint-imports lint-templates lint-django lint-migrations

lint-ruff:
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

lint-types:
	@$(FRESH) $(PY) -m mypy .

lint-imports:
	@$(FRESH) .venv/bin/lint-imports --no-logo

lint-templates:
	@$(PY) -m djlint templates --check --lint

# What a migration may do while the code before it still runs; on PostgreSQL's SQL where the machine has it by now
# (make test, which installs it, runs the same file on both databases).
lint-migrations:
	@REQUIRE_ALL=0 TEST_SERVICES=real $(PY) -m pytest -q tests/structure/test_migrations.py

lint-django:
	@$(FRESH) $(PY) manage.py makemigrations --check --dry-run
	@$(FRESH) $(PY) manage.py check --fail-level WARNING
	@$(FRESH) PORTAL_MODE=production SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_hex(40))") \
		ALLOWED_HOSTS=portal.example.go.id PUBLIC_URL=https://portal.example.go.id $(PY) manage.py check --deploy --fail-level WARNING

bench: dev
	@$(PY) -m qa.bench $(ARGS)

bench-scale: dev
	@$(PY) -m qa.bench.scale $(ARGS)

chaos: dev
	@$(PY) -m qa.chaos $(ARGS)

coverage: dev
	@mkdir -p var/coverage && $(PY) -m coverage erase
	@TEST_SERVICES=sqlite $(PY) -m coverage run -m pytest -q $(COVERED)
	@TEST_SERVICES=real $(PY) -m coverage run -m pytest -q $(COVERED)
	@$(PY) -m coverage combine --quiet && $(PY) -m coverage report

demo-reset: deps
	@$(PY) manage.py demo_reset

requirements: deps
	$(UV_COMPILE) requirements-installer.in -o requirements-installer.txt
	$(UV_COMPILE) requirements.in -o requirements.txt
	$(UV_COMPILE) requirements-dev.in -o requirements-dev.txt

deps:
	@$(SETUP) requirements.txt

dev:
	@$(SETUP) requirements.txt requirements-dev.txt
