"""`firstline people`: one module per command."""
