"""Take in what a person says of a decision, and take it back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from firstline.domain.errors import FirstlineError
from firstline.domain.services import Service
from firstline.domain.templates import TemplateId
from firstline.domain.topics import TopicId
from firstline.panel.accounts.models import User
from firstline.panel.annotation.models import Annotation, QueueItem, Verdict
from firstline.panel.audit.log import Action, record
from firstline.panel.services.models import HostedService


class AnswerRefused(FirstlineError):
    """An answer that names what there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    verdict: Verdict
    topic: str = ""
    template: str = ""


def answer(item: QueueItem, said: Said, *, service: Service, by: User, now: datetime) -> Annotation:
    """Keep what a person says; what they said of it before gives way.

    Args:
        item: the decision in its queue.
        said: by this person.
        service: the live content, which topic and template must be of.
        by: who says it.
        now: when.

    Raises:
        AnswerRefused: there is no such topic or template.
    """
    is_labelled = said.verdict == Verdict.LABELLED
    if is_labelled:
        _check(said, service)
    with transaction.atomic():
        item = QueueItem.objects.select_for_update().get(pk=item.pk)
        if is_labelled:
            item.annotations.update(stands=False)
        kept, _ = Annotation.objects.update_or_create(
            item=item,
            by=by,
            defaults={
                "at": now,
                "verdict": said.verdict,
                "topic": said.topic if is_labelled else "",
                "template": said.template if is_labelled else "",
                "was_right": _was_right(item, said.template, service) if is_labelled else None,
                "stands": is_labelled,
                "recorded_at": None,
            },
        )
        settle(item)
        if is_labelled:
            _record(kept)
    return kept


def _check(said: Said, service: Service) -> None:
    if said.topic not in {leaf.id for leaf in service.topics.leaves}:
        raise AnswerRefused("choose a topic first; it must be one that inquiries can be about")
    known = {template.id for template in service.templates_of(TopicId(said.topic))}
    if said.template and said.template not in known:
        raise AnswerRefused(f"`{said.template[:60]}` answers another topic; choose again")


def _was_right(item: QueueItem, template: str, service: Service) -> bool | None:
    if not item.was_sent:
        return None
    if template == item.sent_template:
        return True
    known = {t.id: t for t in service.templates}
    sent = known.get(TemplateId(item.sent_template))
    return sent is not None and bool(template) and sent.is_as_right_as(TemplateId(template))


def settle(item: QueueItem) -> None:
    """Close an item that enough people have answered; open one that they have not."""
    answered = item.annotations.exclude(verdict=Verdict.SKIPPED).count()
    item.is_open = answered < item.wanted
    item.held_by = item.held_until = None
    item.save(update_fields=("is_open", "held_by", "held_until"))


def _record(kept: Annotation) -> None:
    record(
        Action.ANNOTATED,
        f"decision {kept.item.decision_id}",
        by=kept.by,
        service=kept.item.service,
        after=f"{kept.topic}\n{kept.template or 'no template'}\n",
    )


def last_answer(service: HostedService, user: User) -> Annotation | None:
    said = Annotation.objects.filter(item__service=service, by=user)
    return said.select_related("item").order_by("-at", "-pk").first()


def undo(annotation: Annotation) -> bool:
    """Take an answer back; `False` where the journal has it, which only another one corrects."""
    with transaction.atomic():
        if not Annotation.objects.filter(pk=annotation.pk, recorded_at=None).delete()[0]:
            return False
        item = QueueItem.objects.select_for_update().get(pk=annotation.item_id)
        earlier = item.annotations.filter(verdict=Verdict.LABELLED).order_by("-at", "-pk").first()
        if earlier:
            item.annotations.filter(pk=earlier.pk).update(stands=True)
        settle(item)
    return True
