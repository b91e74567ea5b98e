"""People: accounts, roles, and what each role may do in which service."""
