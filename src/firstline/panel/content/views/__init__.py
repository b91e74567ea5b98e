"""Pages of templates, and of their rules."""
