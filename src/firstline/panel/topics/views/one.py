"""One topic: what it is, and its rung on the ladder."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render

from firstline.domain.topics import Line, Mode, Topic, TopicId
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import Edited, as_text, edited_content
from firstline.panel.content.models import Kind
from firstline.panel.services.models import HostedService
from firstline.panel.services.scorecards import last_scorecard
from firstline.panel.topics.changes import Change, ItemKey, TopicChangeRefused, as_topic
from firstline.panel.topics.evidence import evidence_of
from firstline.panel.topics.forms import LadderForm, TopicForm
from firstline.panel.topics.ladder import RUNGS, Step, climb, may_climb
from firstline.panel.topics.nodes import Traffic, traffic_by_topic
from firstline.panel.topics.saving import marks, tree_of
from firstline.panel.topics.views.proposing import propose
from firstline.panel.topics.wording import LINES, MODES, WHAT_MODES_DO

SHOWN_REVISIONS = 10


@service_page(Permission.READ, to_change=Permission.PROPOSE)
def topic(request: ServiceRequest, topic_id: str) -> HttpResponse:
    """Show a topic, or save what is written about it."""
    edited = edited_content(request.service)
    found = topic_or_404(edited, topic_id)
    if request.method != "POST":
        return _page(request, edited, found)
    form = TopicForm(request.POST)
    if not form.is_valid():
        return _page(request, edited, found, form=form)
    asked = form.cleaned_data
    line = Line(asked["line"])
    written = replace(found, name=asked["name"], description=asked["description"])
    items = _on_line(edited, found.id, line) | dict([as_topic(replace(written, line=line))])
    at_once = line is found.line
    return propose(request, edited, Change(items=items, shows=found.id), at_once=at_once)


def _on_line(edited: Edited, topic_id: TopicId, line: Line) -> dict[ItemKey, Any]:
    """Move all that is below a topic to the line, too: a group has no line of its own."""
    topics = edited.service.topics
    below = (topics[each] for each in topics.below(topic_id))
    return dict(as_topic(replace(each, line=line)) for each in below if each.line is not line)


@service_page(Permission.READ, to_change=Permission.PROPOSE)
def ladder(request: ServiceRequest, topic_id: str) -> HttpResponse:
    """Put a topic on a rung; `auto` without evidence is an owner's decision, with a reason."""
    edited = edited_content(request.service)
    found = topic_or_404(edited, topic_id)
    form = LadderForm(request.POST or None)
    if not form.is_valid():
        return _page(request, edited, found, ladder_form=form if request.POST else None)
    asked = form.cleaned_data
    mode = Mode(asked["mode"])
    reason = asked["reason"] if request.membership.may(Permission.OVERRIDE) else ""
    step = Step(mode=mode, all_below=asked["all_below"], reason=reason)
    try:
        change = climb(tree_of(edited), edited, topic_id, step)
    except TopicChangeRefused as error:
        return _page(request, edited, found, refused=str(error))
    is_override = bool(reason) and not all(
        may_climb(edited, edited.service.topics[TopicId(key)], mode) for _, key in change.items
    )
    with transaction.atomic():
        saved = propose(request, edited, change, at_once=not (asked["all_below"] or change.notes))
        if is_override and saved.status_code == HTTPStatus.FOUND:
            subject = f"topic {topic_id} on {mode}"
            record(Action.OVERRODE, subject, by=request.user, service=request.service, note=reason)
    return saved


def topic_or_404(edited: Edited, topic_id: str) -> Topic:
    topics = edited.service.topics
    if topic_id not in topics:
        raise Http404
    return topics[TopicId(topic_id)]


def _page(
    request: ServiceRequest,
    edited: Edited,
    topic: Topic,
    *,
    form: TopicForm | None = None,
    ladder_form: LadderForm | None = None,
    refused: str = "",
) -> HttpResponse:
    context = {
        **_place(request.service, edited, topic),
        **_rungs(edited, topic),
        "item": edited.item(Kind.TOPIC, topic.id),
        "seen": marks(edited, [(Kind.TOPIC, topic.id)]),
        "form": form or TopicForm(initial=_as_written(topic)),
        "lines": [(line.value, LINES[line]) for line in Line],
        "ladder_form": ladder_form,
        "refused": refused,
        "revisions": _revisions(request.service, topic),
    }
    is_wrong = form or ladder_form or refused
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "topics/one.html", context, status=status)


def _place(service: HostedService, edited: Edited, topic: Topic) -> dict[str, Any]:
    """Say where it stands in the tree, and what comes in there."""
    topics = edited.service.topics
    traffic = traffic_by_topic(last_scorecard(service))
    below = (traffic.get(each, Traffic()) for each in topics.below(topic.id))
    path = topics.path(topic.id)
    return {
        "topic": topic,
        "path": [topics[each] for each in path[:-1]],
        "children": topics.children(topic.id),
        "templates": edited.service.templates_of(topic.id),
        "traffic": sum(below, Traffic()),
        "pauses_here": [p for p in service.folder.store.pauses.in_force() if p.topic in path],
    }


def _rungs(edited: Edited, topic: Topic) -> dict[str, Any]:
    """Say how high it stands on the ladder, and what the evidence lets it climb."""
    topics = edited.service.topics
    found = edited.live.model.classifier.topics
    evidence = evidence_of(topic, edited.live)
    pool = evidence.promise.topics if evidence.promise else ()
    rungs = [
        {
            "mode": mode.value,
            "title": MODES[mode],
            "does": WHAT_MODES_DO[mode],
            "is_open": may_climb(edited, topic, mode) or topic.mode is mode,
        }
        for mode in RUNGS
    ]
    return {
        "is_found": topic.id in found,
        "found_as": _found_as(edited, topic),
        "has_rung": topic.id in found or not topics.children(topic.id),
        "evidence": evidence,
        "pool": [topics[each] for each in pool if each in topics],
        "rungs": rungs,
    }


def _found_as(edited: Edited, topic: Topic) -> Topic | None:
    """Return the topic above that the live model finds instead, as after a split."""
    topics, found = edited.service.topics, edited.live.model.classifier.topics
    above = topics.path(topic.id)[-2::-1]
    return next((topics[each] for each in above if each in found), None)


def _revisions(service: HostedService, topic: Topic) -> list[dict[str, Any]]:
    saved = service.revisions.filter(kind=Kind.TOPIC, key=topic.id).select_related("by")
    return [
        {"at": r.at, "by": r.by, "before": as_text(r.before), "after": as_text(r.after)}
        for r in saved[:SHOWN_REVISIONS]
    ]


def _as_written(topic: Topic) -> dict[str, str]:
    return {"name": topic.name, "description": topic.description, "line": topic.line.value}
