"""Work that takes longer than a page: asked for here, done by a worker process."""
