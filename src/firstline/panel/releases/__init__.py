"""Releases: a draft becomes one, goes live when it may, and comes back with one click."""
