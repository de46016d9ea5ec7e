"""The suites behind `scripts/run-tests`: how each is run, counted and reported."""
