"""`firstline audit`: one module per command."""
