"""A pretend shop at `/chat` that has the chat on its page, to try conversations with."""

from firstline.hosting.conversations.shop.routes import shop_router

__all__ = ["shop_router"]
