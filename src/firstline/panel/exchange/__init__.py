"""Exchange: a whole service as its files, out to a browser or to git, and back into the draft."""
