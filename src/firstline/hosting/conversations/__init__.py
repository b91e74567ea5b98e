"""Conversations over HTTP: for the chat, for connectors, and for anybody else."""

from firstline.hosting.conversations.extension import conversations_of

__all__ = ["conversations_of"]
