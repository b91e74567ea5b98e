"""What of edited content the live model cannot serve before it is trained again."""

from collections.abc import Iterator

from firstline.domain.services import Service
from firstline.release.records import Release


def misfits(release: Release, service: Service) -> Iterator[str]:
    """Say what to leave as it was, if nobody wants to train."""
    before = release.service
    for topic in release.model.classifier.topics:
        if topic not in service.topics:
            yield f"the live model finds the topic `{topic}`; keep it with `mode: off`"
    if set(before.topics.expert_leaves()) != set(service.topics.expert_leaves()):
        yield "topics moved to or from the expert line; move them back"
    for fact in before.schema:
        if service.schema.get(fact.name) != fact:
            yield f"the live model has learnt from the fact `{fact.name}`; leave it as it was"
    if service.encoder != before.encoder:
        yield f"the live model reads with {before.encoder}; write `encoder: {before.encoder}`"
    if service.model != before.model:
        yield "`model` says what the next training builds; leave it as it was"
    if service.policy.suggestion_floor < before.policy.suggestion_floor:
        yield "what is less probable than `suggestion_floor` was not recorded; do not lower it"
