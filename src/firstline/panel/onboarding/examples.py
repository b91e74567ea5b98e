"""The example's history, brought as if a person had uploaded it."""

import shutil

from firstline.panel.accounts.models import User
from firstline.panel.onboarding.bakery.history import write_history
from firstline.panel.onboarding.contents import content_of
from firstline.panel.onboarding.histories import keep
from firstline.panel.onboarding.models import HistoryFile, Onboarding
from firstline.panel.onboarding.starting import NoRoom

NAME = "bakery.csv"


def bring_example(onboarding: Onboarding, *, by: User) -> HistoryFile:
    """Write the example's history into the service, and have its columns found.

    Raises:
        NoRoom: the disk takes no more; nothing of it is kept.
    """
    service = onboarding.service
    content, _ = content_of(service)
    history = HistoryFile(service=service, name=NAME, file="history.csv", by=by)
    try:
        history.folder.mkdir(parents=True, mode=0o700)
        write_history(history.path, content)
        history.size = history.path.stat().st_size
        return keep(history)
    except OSError as error:
        shutil.rmtree(history.folder, ignore_errors=True)
        raise NoRoom(f"{NAME} could not be stored: {error.strerror}") from error
