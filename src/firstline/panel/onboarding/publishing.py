"""The end of an onboarding: its first release goes live, in shadow."""

from django.utils import timezone

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.jobs.models import State
from firstline.panel.onboarding.models import Onboarding
from firstline.panel.releases.models import Publication, Way
from firstline.panel.releases.moving import Move, move_live, turn


class NothingTrained(FirstlineError):
    def __init__(self) -> None:
        super().__init__("there is no release to publish yet; train first")


def publish_in_shadow(onboarding: Onboarding, *, by: User) -> Publication:
    """Let the service decide and record from now on, and leave every inquiry to people.

    Raises:
        NothingTrained: no training of its history is done.
        ReleaseError: the release is damaged, or breaks the examples of its templates.
    """
    service, history = onboarding.service, onboarding.history
    trained = history.trained if history else None
    if trained is None or trained.state != State.DONE or not trained.result:
        raise NothingTrained
    release = trained.result["in_shadow"]
    with turn(service):
        move = Move(release=release, way=Way.MODEL, by=by, note="First release, in shadow")
        publication = move_live(service, move)
    onboarding.finished_at = timezone.now()
    onboarding.save(update_fields=("finished_at",))
    return publication
