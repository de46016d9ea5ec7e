"""The benchmark's parts; bench/run puts them together."""
