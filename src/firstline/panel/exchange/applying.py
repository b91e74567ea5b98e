"""Edited files become items of the draft: only what differs, together or not at all."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Any

from django.db import transaction

from firstline.domain.errors import FirstlineError, Problem, WorkspaceError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.services import Service
from firstline.panel.accounts.models import User
from firstline.panel.content.drafts import (
    Edit,
    Edited,
    edited_content,
    mark_of,
    save_items,
)
from firstline.panel.content.models import Draft, Kind
from firstline.panel.releases.candidates import draft_mark
from firstline.panel.services.models import HostedService
from firstline.workspace import load_examples, load_service
from firstline.workspace.examples import EXAMPLES
from firstline.workspace.items import settings_items, template_item, topic_item, trigger_item
from firstline.workspace.loading import TEMPLATES, TOPICS, WORKSPACE

NAMES = (WORKSPACE, TOPICS, TEMPLATES, EXAMPLES)


class StaleFiles(FirstlineError):
    """Files that were made of other content than there is now; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "the content was edited or published since these files were pulled; "
            "pull again, merge, then apply"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    changed: tuple[str, ...]
    """Items that are another now, such as `template charged_twice_tip`."""
    mark: str
    """Of the content as it is now."""


def apply_files(
    service: HostedService, files: Mapping[str, str], *, mark: str, by: User
) -> Applied:
    """Put what is different in these files into the draft; nothing is published.

    Args:
        service: whose content they are.
        files: name → text; all but `examples.yaml` are needed.
        mark: of the content that they were made of.
        by: who edited them.

    Raises:
        WorkspaceError: with every problem of the files.
        StaleFiles: the content is another by now.
        NothingLive: the service has no live release.
    """
    wanted, customers = _load(files)
    with transaction.atomic():
        Draft.objects.select_for_update().filter(service=service, closed_at=None).first()
        edited = edited_content(service)
        if draft_mark(edited) != mark:
            raise StaleFiles
        _refuse_other_customers(files, customers, edited)
        edits = list(_edits(edited, wanted, by))
        seen = {(e.kind, e.key): mark_of(edited.body(e.kind, e.key)) for e in edits}
        revisions = save_items(service, edits, seen=seen) if edits else []
        now = draft_mark(edited_content(service))
    return Applied(changed=tuple(f"{r.kind} {r.key}" for r in revisions), mark=now)


def _load(files: Mapping[str, str]) -> tuple[Service, tuple[ExampleCustomer, ...]]:
    unknown = [name for name in files if name not in NAMES]
    if unknown:
        message = f"this is none of the files of a service; there are {', '.join(NAMES)}"
        raise WorkspaceError(tuple(Problem(file=n[:100], line=0, message=message) for n in unknown))
    with tempfile.TemporaryDirectory(prefix="firstline-") as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", errors="surrogatepass")
        wanted = load_service(Path(folder))
        return wanted, load_examples(Path(folder), wanted)


def _refuse_other_customers(
    files: Mapping[str, str], customers: tuple[ExampleCustomer, ...], edited: Edited
) -> None:
    if EXAMPLES in files and _in_utc(customers) != _in_utc(edited.live.examples):
        message = (
            "a draft cannot change the customers to try a service with, only a training can; "
            "leave this file as it was"
        )
        raise WorkspaceError((Problem(file=EXAMPLES, line=0, message=message),))


def _in_utc(customers: tuple[ExampleCustomer, ...]) -> list[ExampleCustomer]:
    return [
        replace(each, received_at=each.received_at.astimezone(UTC), facts=dict(each.facts))
        for each in customers
    ]


def _edits(edited: Edited, wanted: Service, by: User) -> Iterator[Edit]:
    """Compare item by item; an item of the draft that cannot be read is left alone."""
    before, after = _items(edited.service), _items(wanted)
    for kind, key in dict.fromkeys((*after, *before)):
        body = after.get((kind, key))
        if body != before.get((kind, key)):
            yield Edit(kind=kind, key=key, body=body, by=by)


def _items(service: Service) -> dict[tuple[Kind, str], Any]:
    settings = {(Kind.SETTINGS, key): body for key, body in settings_items(service).items()}
    topics = {(Kind.TOPIC, str(topic.id)): topic_item(topic) for topic in service.topics}
    templates = {(Kind.TEMPLATE, str(t.id)): template_item(t) for t in service.templates}
    triggers = {(Kind.TRIGGER, str(each.id)): trigger_item(each) for each in service.triggers}
    return {**settings, **topics, **templates, **triggers}
