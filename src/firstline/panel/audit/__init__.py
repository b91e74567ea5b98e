"""The audit log: everything that a person changed, each entry chained to the one before."""
