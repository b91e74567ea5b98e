"""Make a release live by hand, and try one on a share of the traffic."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from firstline.domain.errors import CanaryRefused, FirstlineError
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import edited_content, open_draft
from firstline.panel.jobs.models import State
from firstline.panel.releases.candidates import draft_mark
from firstline.panel.releases.models import Publication, Way
from firstline.panel.releases.moving import Move, move_live, turn
from firstline.panel.services.live import live_release, release_of
from firstline.panel.services.models import HostedService
from firstline.panel.training.kinds import ModelJob
from firstline.release.canaries import Canary
from firstline.release.examples import check_examples
from firstline.release.records import Release


class PromotionRefused(FirstlineError):
    """A release that may not go live so."""


def brings_other_content(release: Release, live: Release | None) -> bool:
    """Whether topics, templates or policy differ from those that are live."""
    return live is not None and release.service != live.service


def promote(
    service: HostedService, digest: str, *, by: User, note: str, with_its_content: bool
) -> Publication:
    """Publish a release with the content that it was trained with.

    Args:
        service: whose release it is.
        digest: of the release.
        by: who promotes it.
        note: for the list of versions.
        with_its_content: whether its content may replace another one that is live.

    Raises:
        PromotionRefused: it is live; it needs a second person; or it would change content unasked.
    """
    release = release_of(service, digest)
    if service.needs_second_person and _asked_for_it(service, release.digest, by):
        raise PromotionRefused(
            "you asked for this retraining, and this service wants a second person to publish it"
        )
    with turn(service):
        live = live_release(service)
        if live and live.digest == release.digest:
            raise PromotionRefused("this release is live already")
        if brings_other_content(release, live) and not with_its_content:
            raise PromotionRefused(
                "its content differs from what is live, so content that was published since would "
                "be undone: retrain, or confirm that you want its content"
            )
        move = Move(release=release.digest, way=Way.MODEL, by=by, note=note)
        return move_live(service, _with_draft(service, release, move))


def _with_draft(service: HostedService, release: Release, move: Move) -> Move:
    """Close the draft with the release that has learnt just what it holds."""
    draft = open_draft(service)
    if draft is None or live_release(service) is None:
        return move
    edited = edited_content(service)
    if not edited.is_changed or edited.service != release.service:
        return move
    return replace(move, draft=draft, mark=draft_mark(edited))


def _asked_for_it(service: HostedService, digest: str, by: User) -> bool:
    done = service.jobs.filter(kind=ModelJob.RETRAIN, state=State.DONE, asked_by=by)
    return done.filter(result__release=digest).exists()


def start_canary(service: HostedService, digest: str, *, share: float, by: User) -> None:
    """Let a release answer a share of the conversations.

    Raises:
        ReleaseError: the release, or the share, cannot be tried now.
    """
    release = release_of(service, digest)
    check_examples(release)
    store = service.folder.store
    canary = Canary(digest=release.digest, share=share, started_at=timezone.now())
    with transaction.atomic():
        record(
            Action.CANARY_STARTED,
            f"release {release.digest[:12]}",
            by=by,
            service=service,
            note=f"{share:.0%}",
        )
        store.canaries.start(canary, live=store.live())


def stop_canary(service: HostedService, *, reason: str, by: User) -> None:
    """Let the live release answer everything again.

    Raises:
        CanaryRefused: no canary is running.
    """
    store = service.folder.store
    running = store.canaries.running()
    if running is None:
        raise CanaryRefused("no canary is running any more")
    with transaction.atomic():
        subject = f"release {running.digest[:12]}"
        record(Action.CANARY_STOPPED, subject, by=by, service=service, note=reason)
        store.canaries.stop(reason, at=timezone.now())
