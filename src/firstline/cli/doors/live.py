"""The live release of a service, asked in this process and without a server."""

from pathlib import Path

from firstline.domain.errors import FirstlineError
from firstline.engine import Engine
from firstline.release.reader import read_release
from firstline.release.store import ReleaseStore
from firstline.workspace.loading import load_settings


class OtherServiceLive(FirstlineError):
    """The live release of the store belongs to another service than the one that was named."""


def live_engine(
    service: str, store: Path, *, encoders: Path | None = None, sessions: int = 1
) -> Engine:
    """Make an engine of the live release.

    Args:
        service: the folder of the service, or its name; empty for whatever is live there.
        store: folder of the releases.
        encoders: looked in first.
        sessions: how many texts may be encoded at once.

    Raises:
        OtherServiceLive: the release is not this service's.
        FirstlineError: there is no such folder, release or encoder.
    """
    release = read_release(ReleaseStore(store).named_or_live())
    own = release.service.name
    name = _name(service) if service else own
    if name != own:
        raise OtherServiceLive(
            f"the live release in {store} answers for `{own}`, not for `{name}`; name the folder "
            f"of the releases of `{name}` with --store"
        )
    return Engine.load(release, encoders=encoders, store=store, sessions=sessions)


def _name(service: str) -> str:
    folder = Path(service)
    return load_settings(folder).name if folder.is_dir() else service
