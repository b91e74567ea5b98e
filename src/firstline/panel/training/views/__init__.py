"""Pages about models, by noun."""
