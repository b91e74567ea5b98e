"""`firstline services`: one module per command."""
