"""Triggers: specialists list words and facts at which a person answers."""
