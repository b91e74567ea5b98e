"""Pages of the draft on its way to being live, and of the versions that were."""
