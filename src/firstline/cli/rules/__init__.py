"""`firstline rules`: one module per command."""
