"""The job `compare`: two releases on the same held-out inquiries, shown as it arrives."""

from collections.abc import Mapping
from typing import Any

from firstline.engine import Engine
from firstline.inference.encoders import Encoder, check_files
from firstline.learning.embeddings import RememberingEncoder
from firstline.learning.evidence import read_evidence
from firstline.learning.retraining.comparing import comparisons, held_out, known_before
from firstline.learning.retraining.running import earlier_contents
from firstline.panel.jobs.models import Job
from firstline.panel.jobs.queue import Progress, job
from firstline.panel.services.live import release_of
from firstline.panel.training.asking import COMPARING, SAMPLES
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.results import COMPARED, Compared
from firstline.release.records import Release
from firstline.work.encoders import encoder_of
from firstline.work.sources import sources_of


@job(ModelJob.COMPARE)
def compare(asked: Job, progress: Progress) -> Mapping[str, Any]:
    service, wanted = asked.service, COMPARING.validate_python(asked.parameters)
    store = service.folder.store
    old, new = release_of(service, wanted.old), release_of(service, wanted.new)
    found = held_out(
        sources_of(service, wanted.material),
        new.service,
        earlier_contents(store),
        progress=progress,
    )
    known = (
        note
        for digest in (old.digest, new.digest)
        for note in known_before(found.cases, digest, read_evidence(store.root, digest))
    )
    notes = (*found.notes, *known)
    encoder = RememberingEncoder(encoder_of(new.model.encoder, store.root))
    result: Mapping[str, Any] = {}
    for comparison in comparisons(
        Engine(old, _fitting(old, encoder, asked)),
        Engine(new, _fitting(new, encoder, asked)),
        found,
        samples=SAMPLES,
        progress=progress,
    ):
        compared = Compared(
            comparison=comparison,
            total=len(found.cases),
            target=new.service.policy.target_precision,
            notes=notes,
        )
        result = COMPARED.dump_python(compared, mode="json")
        progress.share(result)
    return result


def _fitting(release: Release, encoder: RememberingEncoder, asked: Job) -> Encoder:
    """Both releases share an encoder, and what it has read, where they can."""
    if release.model.encoder == encoder.card.name:
        fitting: Encoder = encoder
    else:
        fitting = encoder_of(release.model.encoder, asked.service.folder.store.root)
    check_files(fitting, release.model.encoder_sha256)
    return fitting
