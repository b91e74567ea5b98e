"""`firstline canary`: one module per command."""
