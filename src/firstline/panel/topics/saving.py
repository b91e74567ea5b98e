"""See what a change does before it is saved, save it whole, and take it back whole."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from firstline.domain.errors import Problem
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import (
    Edit,
    Edited,
    as_text,
    edits_of,
    mark_of,
    save_items,
)
from firstline.panel.content.models import Kind, Revision
from firstline.panel.services.models import HostedService
from firstline.panel.topics.changes import Change, ItemKey, Tree
from firstline.release.misfits import misfits
from firstline.workspace.editing import Edits, edited_service


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDiff:
    kind: Kind
    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a change would do to the draft."""

    diffs: tuple[ItemDiff, ...]
    problems: tuple[Problem, ...]
    """In the tree itself; it cannot be saved then."""
    warnings: tuple[Problem, ...]
    """In other items; they keep the draft from being published."""
    needs_training: tuple[str, ...]
    """Why it could not be published before a training."""
    seen: str
    """Marks of the items as they are, for the form."""


def tree_of(edited: Edited) -> Tree:
    return Tree(service=edited.service, found=frozenset(edited.live.model.classifier.topics))


def preview(edited: Edited, change: Change) -> Preview:
    before = {key: body_of(edited, key) for key in change.items}
    service, problems = edited_service(edited.live.service, _together(edited, change))
    new = [problem for problem in problems if problem not in edited.problems]
    already = set(misfits(edited.live, edited.service))
    return Preview(
        diffs=tuple(
            ItemDiff(kind=key[0], key=key[1], before=as_text(before[key]), after=as_text(body))
            for key, body in change.items.items()
            if body != before[key]
        ),
        problems=tuple(problem for problem in new if problem.file.startswith("topics")),
        warnings=tuple(problem for problem in new if not problem.file.startswith("topics")),
        needs_training=tuple(m for m in misfits(edited.live, service) if m not in already),
        seen=marks(edited, change.items),
    )


def marks(edited: Edited, keys: Iterable[ItemKey]) -> str:
    """Mark items as they are now, for a form that carries what it showed."""
    return json.dumps({_name(key): mark_of(body_of(edited, key)) for key in keys})


def body_of(edited: Edited, key: ItemKey) -> Any:  # noqa: ANN401 - JSON
    """Return an item as the draft has it."""
    return edited.body(*key)


def _together(edited: Edited, change: Change) -> Edits:
    edits = edits_of(edited.items.values())
    ours = {
        kind: {key: body for (k, key), body in change.items.items() if k is kind} for kind in Kind
    }
    return Edits(
        templates={**edits.templates, **ours[Kind.TEMPLATE]},
        topics={**edits.topics, **ours[Kind.TOPIC]},
        triggers=edits.triggers,
        settings=edits.settings,
    )


def save(service: HostedService, change: Change, *, seen: str, by: User) -> list[Revision]:
    """Save all of a change.

    Raises:
        EditConflict: one of its items was changed since the marks were made.
    """
    marks = _read_marks(seen)
    edits = [Edit(kind=k, key=key, body=body, by=by) for (k, key), body in change.items.items()]
    known = {key: marks.get(_name(key), "") for key in change.items}
    return save_items(service, edits, seen=known)


def undo(service: HostedService, revisions: Sequence[int], *, by: User) -> None:
    """Take a change back, if nobody has changed any of its items since.

    Raises:
        EditConflict: somebody has.
    """
    found = list(service.revisions.filter(pk__in=revisions))
    edits = [Edit(kind=Kind(r.kind), key=r.key, body=r.before, by=by) for r in found]
    seen = {(Kind(r.kind), r.key): mark_of(r.after) for r in found}
    with transaction.atomic():
        save_items(service, edits, seen=seen)
        for revision in found:
            record(Action.UNDONE, f"{revision.kind} {revision.key}", by=by, service=service)


def _name(key: ItemKey) -> str:
    return f"{key[0]}:{key[1]}"


def _read_marks(seen: str) -> Mapping[str, str]:
    try:
        marks = json.loads(seen or "{}")
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}
