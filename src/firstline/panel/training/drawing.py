"""Ask for the numbers behind a release's charts once, and read them ever after.

Judging some 4,000 calibration cases again takes 3 to 10 seconds, so a job does it: at the first
look at a release, and never again, since a release does not change.
"""

from django.db import transaction
from pydantic import TypeAdapter

from firstline.analysis.pictures import Picture
from firstline.panel.jobs.models import State
from firstline.panel.jobs.queue import ask
from firstline.panel.services.models import HostedService
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.models import ReleasePicture

PICTURE = TypeAdapter(Picture)


def drawn(service: HostedService, digest: str) -> ReleasePicture:
    """Find what is drawn of a release; where nothing is, ask for it."""
    with transaction.atomic():
        found, is_new = ReleasePicture.objects.select_related("job").get_or_create(
            service=service, digest=digest
        )
        if is_new or (found.body is None and found.job is None):
            found.job = ask(ModelJob.PICTURE, service, by=None, parameters={"release": digest})
            found.save(update_fields=("job",))
    return found


def draw_again(service: HostedService, digest: str) -> None:
    """Forget what failed, so that the next look asks anew."""
    failed = service.release_pictures.filter(
        digest=digest, body__isnull=True, job__state=State.FAILED
    )
    failed.delete()


def picture_in(found: ReleasePicture) -> Picture | None:
    return None if found.body is None else PICTURE.validate_python(found.body)
