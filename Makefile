# dispatch05. `make help` explains the targets; `make run` starts the service.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BUILD    := .build
BINARY   := $(BUILD)/dispatch05
RESULTS  := $(BUILD)/test
WEB      := dispatch/web
POSTGRES := dispatch/postgres/local
NPM_CI   := npm ci --no-audit --no-fund --loglevel=error

# A clone owned by another user would make git, and so go build, refuse.
export GOFLAGS := $(GOFLAGS) -buildvcs=false
VERSION = $(shell git -c safe.directory='*' describe --tags --always --dirty 2>/dev/null || echo unversioned)

# What the binary is made of: a folder's own time tells of files removed from it.
SOURCES     := $(shell find cmd dispatch geo realtime migrations \( -name node_modules -o -path $(WEB)/src -o -path $(WEB)/dist -o -path $(WEB)/public \) -prune -o ! -path $(WEB) ! -path $(POSTGRES) ! -name "*_test.go" -print 2>/dev/null)
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public 2>/dev/null) $(wildcard $(WEB)/*.ts $(WEB)/*.json)
SCREENS     := $(WEB)/dist/board/index.html

.PHONY: help run build web install test bench score hardset drill lint generate clean \
	tools machine test-format test-vet test-staticcheck test-types test-screens test-go test-browser test-generated test-links

## For everyone

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^## / {print "\n" substr($$0, 4)} /^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## install what is needed, build, and serve on http://localhost:8005 (PORT, DATA_DIR, LISTEN, DATABASE_URL, REDIS_URL)
	@exec $(BINARY) serve $(ARGS)

test: ## everything the machine can check; what it lacks is named and counted as skipped
	@exec .ci/test

## Pieces

build: $(BINARY) $(POSTGRES)/node_modules/.package-lock.json ## the service, screens inside: .build/dispatch05

web: $(SCREENS) ## the screens: dispatch/web/dist

install: $(WEB)/node_modules/.package-lock.json $(POSTGRES)/node_modules/.package-lock.json ## the npm packages, when their lock files changed

generate: $(WEB)/node_modules/.package-lock.json ## write the generated files anew
	go generate ./...
	npm --prefix $(WEB) run --if-present generate

lint: test-format test-vet test-staticcheck test-types ## what can be said without running

bench: build ## how fast: Go benchmarks beside their peers; figures as JSON lines in .build/bench (BENCH=pattern)
	go build -o $(BUILD)/withpostgres ./dispatch/postgres/postgrestest/withpostgres
	$(BUILD)/withpostgres go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem ./...

score: ## how well dispatchers' comments are read, on the real ones where they are (DISPATCH05_DATA=folder)
	@go test -count=1 -run TestCommentScore -v ./geo/register | grep -v '^=== '

hardset: ## how well single addresses are found, on the hard set of a real register (HARDSET_SEED, HARDSET_COUNT, DISPATCH05_DATA)
	@go test -count=1 -run TestHardSet -v ./geo/register | grep -v '^=== '

drill: build ## how it fails: stories of kills, wrong clocks and changes of clocks, three times over (DRILL=pattern)
	go test -count=3 -timeout 40m -v -run '$(or $(DRILL),Kill|Drill)' ./...

clean: ## remove what was built; installed packages and data stay
	rm -rf $(BUILD)
	find $(WEB)/dist -mindepth 1 ! -name placeholder.html -delete

$(BINARY): $(SOURCES) $(SCREENS) go.mod go.sum
	@mkdir -p $(BUILD)
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $@ ./cmd/dispatch05

$(SCREENS): $(WEB_SOURCES) $(WEB)/node_modules/.package-lock.json
	npm --prefix $(WEB) run build
	@touch $@

$(WEB)/node_modules/.package-lock.json: $(WEB)/package.json $(WEB)/package-lock.json | tools
	cd $(WEB) && $(NPM_CI)
	@touch $@

$(POSTGRES)/node_modules/.package-lock.json: $(POSTGRES)/package.json $(POSTGRES)/package-lock.json | tools
	cd $(POSTGRES) && $(NPM_CI)
	@touch $@

tools:
	@command -v go >/dev/null || { echo 'Go is missing: https://go.dev/doc/install'; exit 1; }
	@command -v npm >/dev/null || { echo 'Node with npm is missing: https://nodejs.org'; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || a === 20 && b < 19) { console.log("Node 20.19 or newer is needed, this is " + process.version); process.exit(1) }'

## Stages of make test, each a target of its own

machine: ## as root, install what Debian packages of a full test run are missing (INSTALL=no: none)
	@INSTALL=$(or $(INSTALL),yes) .ci/machine

test-format: ## gofmt
	@files=$$(gofmt -l cmd dispatch geo realtime migrations 2>&1 | grep -v node_modules || true); \
	if [ -n "$$files" ]; then echo "not as gofmt writes them:"; echo "$$files"; exit 1; fi; echo "gofmt: all files as it writes them"

test-vet: ## go vet
	go vet ./...

test-staticcheck: ## staticcheck, pinned in go.mod
	go tool staticcheck ./...

test-types: $(WEB)/node_modules/.package-lock.json ## TypeScript and Svelte checks
	npm --prefix $(WEB) run check

test-screens: $(WEB)/node_modules/.package-lock.json ## TypeScript tests
	@mkdir -p $(RESULTS)
	npm --prefix $(WEB) test -- --reporter=default --reporter=json --outputFile.json=$(CURDIR)/$(RESULTS)/screens.json

test-go: $(POSTGRES)/node_modules/.package-lock.json ## Go tests on a real PostgreSQL, with the race detector where a C compiler is (TEST=packages)
	@mkdir -p $(RESULTS)
	go build -o $(BUILD)/withpostgres ./dispatch/postgres/postgrestest/withpostgres
	$(BUILD)/withpostgres go test -json $$(.ci/machine race) -timeout 20m $(or $(TEST),./...) | tee $(RESULTS)/go.jsonl | node .ci/show-go.mjs

test-browser: build $(WEB)/node_modules/.package-lock.json ## the story of a report in real Chromium
	DISPATCH05_BINARY=$(CURDIR)/$(BINARY) CHROMIUM=$$(.ci/machine chromium) npm --prefix $(WEB) run e2e

test-generated: ## generated files are as their generators write them
	@.ci/generated

test-links: ## links between the pages of documentation lead somewhere
	@node .ci/links.mjs
