"""The chat at `/chat`: what a customer sees, to try conversations with."""

from firstline.hosting.conversations.chat.routes import chat_router

__all__ = ["chat_router"]
