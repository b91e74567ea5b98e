"""`firstline discover`: what was not answered, and what could answer it."""
