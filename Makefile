# Moldau's front door. Each goal checks first what it needs and names what is missing.
#
#   make          build the release binary: target/release/moldau
#   make demo     start it, write a real data set with an off-the-shelf client, read it back, verify, measure
#   make test     everything that every change must pass, within half an hour on two cores
#   make accept   the long matrices: older and more clients, Kafka's tools, hostile input, kill rounds, comparison
#   make chaos    100 rounds of kill -9 under load
#   make fuzz     every fuzz target for FUZZ_S seconds (600)
#   make compare  the same requests to Moldau and to Apache Kafka 4.3.1, every difference explained
#   make golden   capture crates/wire/tests/golden anew from real clients and Apache Kafka 4.3.1
#   make bench    Moldau and Apache Kafka 4.3.1 in turn under the same load
#   make clean    remove what was built, and the caches of clients and of Kafka's jars

.PHONY: build demo test accept chaos fuzz compare golden bench clean
.DEFAULT_GOAL := build

build:
	@scripts/check-prerequisites demo
	cargo build --release -p moldau

demo:
	@scripts/check-prerequisites demo
	@demo/run

test:
	@scripts/check-prerequisites test
	@python3 scripts/run-tests test

accept:
	@scripts/check-prerequisites accept
	@python3 scripts/run-tests accept

chaos:
	@scripts/check-prerequisites test
	@python3 scripts/run-tests chaos

fuzz:
	@scripts/check-prerequisites fuzz
	@python3 scripts/run-tests fuzz

compare:
	@scripts/check-prerequisites test
	@python3 scripts/run-tests compare

golden:
	@scripts/check-prerequisites accept
	@scripts/capture-golden

bench:
	@scripts/check-prerequisites test
	@bench/run

clean:
	cargo clean
	rm -rf .cache fuzz/target demo/rust/target tests/js/node_modules tests/rust-rdkafka/target tests/java/target
