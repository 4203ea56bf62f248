# `make` lists the targets. Each runs one script of scripts/, which installs what it needs and is missing.
.DEFAULT_GOAL := help
.PHONY: help run test test-long build bench fuzz lint image update clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

run: ## install, build and serve at http://127.0.0.1:8080/ with the examples; Ctrl-C stops
	@scripts/run.sh

test: ## run the tests; ONLY=engine|backend|wasm|browser|interop for a part
	@scripts/test.sh $(ONLY)

test-long: ## run what takes longer: data races, fuzzing, the tests marked long
	@scripts/test_long.sh

build: ## build the server, the WebAssembly modules and the pages into build/
	@scripts/build.sh

bench: ## measure speed and size, beside the peers; ONLY=training|learners|prediction|size|server|tracking
	@scripts/bench.sh $(ONLY)

fuzz: ## fuzz the parsers; FUZZ_SECONDS=60 for each
	@scripts/fuzz.sh

lint: ## check format, clang-tidy, shell scripts and include directions
	@scripts/lint.sh

image: ## build the container image, run it and ask it for its health
	@scripts/image.sh

update: ## take newer third-party sources and write their versions into the lock
	@scripts/update.sh

clean: ## remove everything built, but keep downloads and the data directory
	@scripts/clean.sh
