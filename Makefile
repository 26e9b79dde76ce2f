# Every verb of the house; `make help` lists them. Works on a fresh machine with rustup, Node 20 and make.

KASSA_TOOLS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/kassa-tools
export KASSA_TOOLS
export PATH := $(KASSA_TOOLS)/bin:$(CURDIR)/node_modules/.bin:$(PATH)

# The backends of the release page: each is a cargo feature, and one that is off adds nothing.
ADAPTERS ?= demo
SOURCES = $(shell find src style public locales -type f 2>/dev/null) index.html Cargo.toml Cargo.lock build.rs Trunk.toml \
	scripts/page.mjs scripts/order.mjs scripts/split.mjs scripts/headers.mjs package-lock.json
NODE_MODULES = node_modules/.package-lock.json
WASM = --target wasm32-unknown-unknown

.DEFAULT_GOAL := help

run: ## build what is missing and serve it: make run · PORT=9000 · DEV=1 rebuilds on every change
ifdef DEV
run: tools
	node scripts/run-dev.mjs
else
run: dist/index.html
	node scripts/serve.mjs
endif

build: dist/index.html ## the release page in dist/, cut into parts; ADAPTERS=medusa or ADAPTERS=demo,ucp: which backends it has

dist/index.html: $(SOURCES) | tools
	trunk build --release --no-default-features --features split,$(ADAPTERS)

dist-monolith/index.html: $(SOURCES) | tools
	trunk build --release --dist dist-monolith

element: dist-embed/index.html ## the element in dist-embed/: its folder, the npm package, pages that have it in them; ADAPTERS=demo,ucp

dist-embed/index.html: $(SOURCES) $(shell find examples/embed packages docs -type f 2>/dev/null) $(wildcard scripts/embed*.mjs) scripts/package.mjs | tools
	node scripts/embed.mjs

studio: dist-studio/studio/index.html ## where every state can be seen, made and shared: make studio · PORT=9000
	node scripts/studio.mjs --desk --serve

dist-studio/studio/index.html: $(SOURCES) $(shell find locales -type f 2>/dev/null) scripts/studio.mjs | tools
	node scripts/studio.mjs

test: rust-tools ## everything: check, native, build, size, web, e2e, requirements
	@$(MAKE) --no-print-directory -j2 tools browsers
	node scripts/test.mjs

check: rust-tools ## formatting and lints, host and wasm; warnings fail
	node scripts/format.mjs --check
	cargo clippy --all-targets -- -D warnings
	cargo clippy $(WASM) --lib --bins --test web -- -D warnings
	cargo clippy $(WASM) --lib --bins --features widget -- -D warnings
	cargo clippy $(WASM) --lib --bins --no-default-features --features studio -- -D warnings

fix: rust-tools ## format, and let clippy repair what it can
	cargo clippy --fix --allow-dirty --allow-staged --all-targets
	cargo clippy --fix --allow-dirty --allow-staged $(WASM) --lib --bins
	node scripts/format.mjs

native: rust-tools ## the tests that need no browser
	cargo test

web: tools browsers ## wasm-bindgen tests in Chromium
	node scripts/web.mjs

e2e: dist/index.html dist-monolith/index.html dist-embed/index.html dist-studio/studio/index.html browsers ## a shopper in Chromium, desk and phone; ALL=1 all engines; ARGS="-g decline"
	node scripts/e2e.mjs $(if $(ALL),--all) $(ARGS)

live: dist-monolith/index.html browsers ## real Vendure and Medusa, installed from their packages: contract suite and journeys; ONLY=vendure
	node scripts/live/run.mjs $(ARGS)

shots: dist-studio/studio/index.html browsers ## a picture of every example and state into tests/shots/new/; AGAINST=folder writes a report of what differs; TWICE=1 takes them again and compares
	node scripts/shots.mjs $(if $(AGAINST),--against $(AGAINST)) $(if $(TWICE),--twice) $(ARGS)
	@echo "Pictures: tests/shots/new/"

size: dist/index.html dist-embed/index.html ## bytes of every part, of page and element, against the budget; MONOLITH=1 also in one piece; METHODS=1 by ways to pay; EACH=1 a page for each adapter, or ONLY=ucp,medusa; RECORD=1 sets the part budgets
	node scripts/size.mjs $(if $(MONOLITH),--monolith) $(if $(METHODS),--methods) $(if $(EACH),--adapters) $(if $(RECORD),--record)

bench: dist/index.html browsers ## our page beside its peers on a slow phone; RUNS=9
	node bench/ours.mjs

bench-element: dist-embed/index.html browsers ## how long the element takes from its tag to a first field; RUNS=9
	node bench/element.mjs

bench-studio: dist-studio/studio/index.html browsers ## how long three frames of the studio take to show a change; RUNS=3 · BAR=500
	node bench/studio.mjs

conformance: rust-tools ## try a server that speaks the contract: BACKEND=http://127.0.0.1:4800 · ARGS="--items a,b"
	cargo run --quiet --example conformance -- $(BACKEND) $(ARGS)

requirements: ## which test shows which requirement
	node scripts/requirements.mjs

tools: rust-tools ## install trunk, wasm-bindgen, wasm-split-cli and the node packages where missing
	@node scripts/tools.mjs wasm
tools: $(NODE_MODULES)

rust-tools:
	@node scripts/tools.mjs rust

browsers: $(NODE_MODULES)
	@node scripts/tools.mjs browsers

$(NODE_MODULES): package-lock.json
	PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

clean: ## remove what builds made; the tools stay
	rm -rf dist dist-dev dist-monolith dist-embed dist-studio target/page-report.json test-results playwright-report tests/shots/new
	cargo clean

help:
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run build element studio test check fix native web e2e live shots size bench bench-element bench-studio conformance requirements tools rust-tools browsers clean help
