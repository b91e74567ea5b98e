"""`firstline serve`: run the answering service."""

from firstline.serving.server import serve as run
from firstline.serving.settings import ServingSettings


def serve() -> None:
    """Answer inquiries over HTTP; settings come from the environment (FIRSTLINE_…)."""
    run(ServingSettings())
