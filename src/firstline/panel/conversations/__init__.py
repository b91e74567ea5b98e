"""Conversations with customers: what was said, who has them, and the hand-off to a person."""
