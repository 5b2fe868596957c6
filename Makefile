# Needs Python 3.11+, git and make; everything else goes into .venv.

EXTRAS := dev,cluster,serve,chem
BIN := .venv/bin
# The folder in which make was called, also under `make -C`.
TYPED_IN := $(if $(findstring w,$(firstword -$(MAKEFLAGS))),$(PWD),$(CURDIR))
export DATA PARAMS OUT NB PYTHON TYPED_IN

.PHONY: help setup run test fuzz bench doors outputs readme docs lab clean
help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

setup:  ## make .venv and install the package; the other targets do it by themselves
	@sh tools/setup.sh $(EXTRAS)

run: setup  ## train every model and compare: DATA=my.h5ad PARAMS="fields=cell_type epochs=20" OUT=runs
	@$(BIN)/python tools/run.py

test: setup  ## everything that must hold before a commit
	@$(BIN)/python tools/test.py

fuzz: setup  ## two minutes of damaged files for every reader
	@$(BIN)/python tools/fuzz.py

bench: setup  ## the timed paths beside their peers, into OUT (runs/bench): bench.json and a page of plots
	@$(BIN)/python tools/bench.py

doors: setup  ## the front doors of the packages, after nbdev-export
	@$(BIN)/python tools/house.py

outputs: setup  ## store what the cells of notebooks show now, where it differs: NB="nbs/10_cae.ipynb"
	@$(BIN)/python tools/outputs.py --write $(NB)

readme: setup  ## README.md from nbs/index.ipynb
	@$(BIN)/python tools/readme.py

docs: setup  ## the web pages, into _docs (needs Quarto)
	@command -v quarto >/dev/null || { echo "cellbook: install Quarto first: https://quarto.org/docs/get-started" >&2; exit 1; }
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/nbdev-docs

lab: setup  ## open the notebooks in JupyterLab
	@OMP_WAIT_POLICY=PASSIVE OPENBLAS_THREAD_TIMEOUT=17 PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/jupyter lab nbs

clean:  ## remove what was built; .venv and runs stay
	rm -rf _docs _proc build dist *.egg-info nbs/nbdev.yml nbs/llms.txt
	find cellbook nbs tools -name __pycache__ -prune -exec rm -rf {} +
	find nbs \( -name .ipynb_checkpoints -o -name .hypothesis \) -prune -exec rm -rf {} +
