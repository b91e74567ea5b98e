"""Everything in one process on one port: answering, panel, and a worker beside it."""
