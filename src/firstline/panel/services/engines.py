"""The engine of a release, loaded when somebody first asks it something here."""

import threading
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from firstline.engine import Engine
from firstline.panel.services.live import release_in
from firstline.panel.services.models import HostedService

KEPT = 2  # an engine holds its encoder, up to 100 MB
_LOADING = threading.Lock()


def engine_of(service: HostedService, digest: str) -> Engine:
    """Load the engine of a release, which takes a second or two the first time.

    Raises:
        EncoderError: its encoder is not here.
    """
    with _LOADING:
        return _engine(service.folder.store.root, digest)


@lru_cache(maxsize=KEPT)
def _engine(root: Path, digest: str) -> Engine:
    folder: Path | None = settings.PANEL.encoders_dir
    return Engine.load(release_in(root, digest), encoders=folder, store=root)
