"""Pages of the topic tree."""
