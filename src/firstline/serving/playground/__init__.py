"""The playground: a page at `/` where people try the live release and see why it decides so."""

from firstline.serving.playground.routes import playground_router

__all__ = ["playground_router"]
