"""Everything in one process on one port: answering, panel, and workers beside it."""
