"""Content: topics, templates and rules, edited in a draft on top of what is live."""
