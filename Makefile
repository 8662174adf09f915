# Two commands matter: `make demo` shows the program on its examples, `make test` checks everything.
# Each creates what it needs in .venv from locked versions; Python 3.11 or later, venv, pip and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_OPTIONS := --disable-pip-version-check --quiet

.PHONY: demo test compat navigateur signature check-navigateur check-reports audit fuzz mutation format lock bench pictures modeles schemas check-editeurs clean

demo: $(VENV)/.runtime
	$(BIN)/python -m evaluator demo

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m evaluator verifier questionnaires
	$(BIN)/python -m pytest -n auto

# The suite on the oldest and on the newest versions that pyproject.toml allows, each in its own environment, and the types as
# the other systems have them (needs uv). COMPAT=lowest-direct for one of the two, PYTHON=python3.13 for another Python.
COMPAT ?= lowest-direct highest
UV ?= uv
compat: $(VENV)/.dev
	for systeme in win32 darwin; do \
		$(BIN)/mypy --platform $$systeme --no-warn-unreachable --cache-dir build/compat/mypy-$$systeme || exit 1; \
	done
	code=0; for choix in $(COMPAT); do \
		lieu=build/compat/$$choix; \
		$(UV) venv --quiet --clear --python $(PYTHON) $$lieu || exit 1; \
		$(UV) pip install --quiet --python $$lieu/bin/python --resolution $$choix \
			-r pyproject.toml --all-extras -r requirements-dev.in || exit 1; \
		echo "== $$choix, $$($$lieu/bin/python --version)"; \
		$(UV) pip list --python $$lieu/bin/python --format freeze; \
		$$lieu/bin/python -m pytest -n auto -p no:cacheprovider || code=1; \
	done; exit $$code

# What `agls serveur` needs beside the rest.
navigateur: $(VENV)/.navigateur
	@echo "Prêt : $(BIN)/agls serveur"

# What `agls signer` needs beside the rest.
signature: $(VENV)/.signature
	@echo "Prêt : $(BIN)/agls signer"

# The interface in a real browser; says so and passes over it where there is no Chromium (or set CHROMIUM=path).
check-navigateur: $(VENV)/.dev
	$(BIN)/python -m pytest -rs tests/serveur/dans_chromium.py

# Every report that can be written, before veraPDF, axe-core and LibreOffice; a tool that is absent is said, and passed over.
# REPORTS="--modele evaluation --format pdf" for a part of it.
check-reports: $(VENV)/.dev
	$(BIN)/python -m tests.report.controles $(REPORTS)

# The pinned dependencies before the database of known vulnerabilities (pip-audit, in an environment of its own). Ends with 0
# only if the database answered for each of them; 1: a vulnerability; 2: not verified, and said so. ruff's S rules are in `make test`.
audit: $(VENV)-audit/.pret
	$(PYTHON) -m tests.securite.audit $(VENV)-audit/bin/pip-audit

$(VENV)-audit/.pret: requirements-audit.lock
	$(PYTHON) -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install $(PIP_OPTIONS) --require-hashes -r requirements-audit.lock
	touch $@

# Small faults put into the code one at a time: which of them do the tests notice? Minutes for each that passes.
# make mutation MUTATION="--nombre 60 --graine 2"
mutation: $(VENV)/.dev
	$(BIN)/python -m tests.mutation.campagne $(MUTATION)

# Odd inputs of every kind on every core; what is found is kept in tests/fuzz/trouvailles, which the suite tries again.
# make fuzz MINUTES=10 GRAINE=1 (the same seed, the same inputs)
MINUTES ?= 10
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz.campagne --minutes $(MINUTES) $(if $(GRAINE),--graine $(GRAINE))

$(VENV)/.python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 ou plus récent est nécessaire : make PYTHON=python3.11 …')"
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.runtime: requirements.lock | $(VENV)/.python
	@echo "Installation dans $(VENV) (une minute la première fois)…"
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r requirements.lock
	printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(BIN)/python" -m evaluator "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $(BIN)/agls
	chmod +x $(BIN)/agls
	touch $@

$(VENV)/.navigateur: requirements-navigateur.lock $(VENV)/.runtime
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r requirements-navigateur.lock
	touch $@

$(VENV)/.signature: requirements-signature.lock $(VENV)/.runtime
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r requirements-signature.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock requirements.lock | $(VENV)/.python
	$(BIN)/python -m pip install $(PIP_OPTIONS) --require-hashes -r requirements-dev.lock
	touch $@

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Rewrites the lock files from pyproject.toml (needs uv: python3 -m pip install uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-o requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra navigateur -o requirements-navigateur.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra signature -o requirements-signature.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra navigateur --extra signature -o requirements-dev.lock pyproject.toml requirements-dev.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-o requirements-bench.lock requirements-bench.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-o requirements-audit.lock requirements-audit.in

# Every row of the speed table, some ten minutes (BENCH="pdf --markdown" for a part of it). WeasyPrint and pydantic, which we are
# compared with, live in an environment of their own; where they cannot be installed, their rows say so.
bench: $(VENV)/.dev
	-$(BIN)/python -m venv $(VENV)/weasyprint
	-$(VENV)/weasyprint/bin/python -m pip install $(PIP_OPTIONS) --require-hashes -r requirements-bench.lock
	PYTHONPATH=. $(BIN)/python bench/run.py $(BENCH)
	PYTHONPATH=. $(BIN)/python bench/leviers.py

# The pictures of docs/, from the example dossiers.
pictures: $(VENV)/.runtime
	PYTHONPATH=. $(BIN)/python docs/images/generer.py
	PYTHONPATH=. $(BIN)/python docs/images/rapports.py

# The templates of the word-processor formats (report_templates/docx, odt), from the table of styles of docs/modeles.
modeles: $(VENV)/.runtime
	PYTHONPATH=. $(BIN)/python docs/modeles/generer.py

# The JSON Schemas that an editor reads (questionnaires/schemas), from the models and evaluator/schemas/mots.yaml.
schemas: $(VENV)/.runtime
	$(BIN)/python -m evaluator.schemas

# What an editor says of the shipped files and of faulty ones; says so and passes over it where node or npm is absent.
check-editeurs: $(VENV)/.dev
	$(BIN)/python -m tests.editeurs.essai

clean:
	rm -rf $(VENV) $(VENV)-audit .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
