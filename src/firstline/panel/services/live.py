"""The live release of a service, read once for each digest."""

from functools import lru_cache
from pathlib import Path

from firstline.panel.services.models import HostedService
from firstline.release.reader import read_release
from firstline.release.records import Release

KEPT = 16  # releases in memory; a rides release takes about 10 MB


def live_release(service: HostedService) -> Release | None:
    """Read what answers customers now; `None` before the first publish.

    Raises:
        ReleaseError: the pointer or the release is damaged.
    """
    store = service.folder.store
    digest = store.live()
    return None if digest is None else release_in(store.root, digest)


def release_of(service: HostedService, digest: str) -> Release:
    """Read a release of a service by its digest or the beginning of it.

    Raises:
        ReleaseError: there is none, or it is damaged.
    """
    store = service.folder.store
    return release_in(store.root, store.folder(digest).name)


@lru_cache(maxsize=KEPT)
def release_in(root: Path, digest: str) -> Release:
    return read_release(root / digest)
