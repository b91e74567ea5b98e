"""What produces every number of the README; `make bench` runs all of it."""
