"""Releases: immutable directories, named by the digest of their content."""
