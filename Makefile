# README.md lists the targets. Stamp files make a second run quick.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
ENV := $(VENV)/made.stamp
BROWSER := $(VENV)/browser.stamp
MODULES := node_modules/made.stamp
DIST := static/dist/manifest.json
# Tailwind reads class names from templates and views, so the assets depend on them.
SOURCES := $(shell find static/build.mjs static/src templates portal/web -type f -not -name '*.pyc' 2>/dev/null)

# Keep compiled modules: they start in a third of the time.
unexport PYTHONDONTWRITEBYTECODE

# Node trusts the certificates that the machine trusts.
export NODE_USE_SYSTEM_CA ?= 1

# Prefer the environment's node, if any: it is newer than the machine's.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

.PHONY: demo dev test hostile check bench screenshots wheel install-check assets env
.DEFAULT_GOAL := demo

demo: $(ENV) $(DIST)
	@exec $(VENV)/bin/portal demo run

dev: $(ENV) $(DIST)
	@PORTAL_ENV=dev exec $(VENV)/bin/portal demo run

test: $(ENV) $(DIST) $(BROWSER)
	@exec $(VENV)/bin/python -m pytest -n 2 --no-loadscope-reorder

hostile: $(ENV) $(DIST)
	@HOSTILE=all exec $(VENV)/bin/python -m pytest -n 2 tests/hostile

check: $(ENV) $(DIST)
	@exec checks/run

bench: $(ENV) $(DIST)
	@exec $(VENV)/bin/python -m benchmarks

screenshots: $(ENV) $(BROWSER)
	@exec $(VENV)/bin/python -m environment.screenshots

wheel: $(ENV) $(DIST)
	@exec $(VENV)/bin/python -m environment.wheel

install-check: $(ENV) $(DIST)
	@exec $(VENV)/bin/python -m environment.install_check

assets: $(DIST)

env: $(ENV)

$(ENV): requirements.lock pyproject.toml environment/make environment/node.lock
	@environment/make $(PYTHON) $(VENV)
	@touch $@

$(BROWSER): $(ENV)
	@$(VENV)/bin/python environment/browser.py
	@touch $@

$(MODULES): package.json package-lock.json | $(ENV)
	@npm ci --no-audit --no-fund --silent || npm ci --no-audit --no-fund --prefer-online
	@touch $@

$(DIST): $(MODULES) $(SOURCES)
	@npm run --silent build >/dev/null
	@touch $@
