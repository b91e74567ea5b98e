"""Pages of webhooks, all for owners."""
