# Roster: every task of operators and developers. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

SWIFT ?= swift
# SwiftPM lets a target import what it does not declare unless told otherwise; with this flag it
# prints "Build complete!" all the same but exits with 1, and so stops make.
BUILD_FLAGS := --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests bench
# Settings for `make run`, e.g. make run ARGS="--data /var/lib/roster".
ARGS ?=

# What is installed where; DESTDIR is for packages.
PROGRAM = .build/release/roster
PREFIX ?= /usr/local
BIN = $(DESTDIR)$(PREFIX)/bin
SHARE = $(DESTDIR)$(PREFIX)/share
MANUAL = $(SHARE)/man/man1/roster.1
COMPLETIONS_BASH = $(SHARE)/bash-completion/completions/roster
COMPLETIONS_ZSH = $(SHARE)/zsh/site-functions/_roster
COMPLETIONS_FISH = $(SHARE)/fish/vendor_completions.d/roster.fish

.PHONY: help deps test-deps build install uninstall run test check format lint soak bench storm

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install the system libraries that a build needs.
	@Scripts/install-packages build

test-deps: deps
	@Scripts/install-packages test

build: deps ## Build the release binary: .build/release/roster.
	$(SWIFT) build -c release --product roster $(BUILD_FLAGS)

# A text is generated whole before its file is made: a failure leaves none that looks installed.
install: build ## Install the program, its manual page and completions below PREFIX.
	@set -euo pipefail; \
	generate() { \
	    local text; \
	    text=$$("$(PROGRAM)" "$${@:2}"); \
	    install -D -m 644 <(printf '%s\n' "$$text") "$$1"; \
	}; \
	generate "$(MANUAL)" manual; \
	generate "$(COMPLETIONS_BASH)" completions bash; \
	generate "$(COMPLETIONS_ZSH)" completions zsh; \
	generate "$(COMPLETIONS_FISH)" completions fish; \
	install -D -m 755 "$(PROGRAM)" "$(BIN)/roster"

uninstall: ## Remove what `make install` has put below PREFIX.
	@rm -f "$(BIN)/roster" "$(MANUAL)" \
	    "$(COMPLETIONS_BASH)" "$(COMPLETIONS_ZSH)" "$(COMPLETIONS_FISH)"

run: build ## Build and serve on the default addresses.
	exec .build/release/roster serve $(ARGS)

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

format: ## Format the sources in place.
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

check: test-deps lint ## Lint the format, build with warnings as errors, run the tidy tests.
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(SWIFT) test --skip-build --filter TidyTests

# Tests that start the program start the release build: what people run.
test: check build ## Run everything: check, then all tests.
	SWIFT=$(SWIFT) ROSTER_PROGRAM=$(CURDIR)/.build/release/roster Scripts/run-tests

# The optimiser has broken code that a debug build runs well, so all tests are run on optimised code
# too; their build is kept apart from the program's, whose flags differ.
OPTIMISED := -c release --scratch-path .build/optimised -Xswiftc -enable-testing

soak: test-deps ## Run what takes long: many crashes, long storms, and all tests on optimised code.
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	ROSTER_SOAK=1 $(SWIFT) test --skip-build --filter 'Crash|Concurren|Kill'
	$(SWIFT) build --build-tests $(OPTIMISED) $(BUILD_FLAGS)
	SWIFT=$(SWIFT) Scripts/run-tests $(OPTIMISED)

bench: test-deps ## Measure reads against a static route, batches against single calls, imports.
	@Scripts/install-packages bench
	bench/get-user.sh
	bench/batch-upserts.sh 5 1000 passwords
	bench/import-table.sh

storm: test-deps ## Storms of callers against a server with 512 MB; fails when a bound does not hold.
	@Scripts/install-packages bench
	bench/storm.sh
