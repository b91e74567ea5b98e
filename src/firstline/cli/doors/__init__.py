"""Simple doors to the live release: one question, a conversation, a file of messages."""
