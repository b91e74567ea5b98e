"""Add, move, merge, split and retire topics; take a change back."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.domain.templates import TemplateId
from firstline.domain.topics import Line, Mode, Topic, TopicId
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import EditConflict, Edited, edited_content
from firstline.panel.topics import operations
from firstline.panel.topics.changes import Change, TopicChangeRefused
from firstline.panel.topics.forms import ID, NewTopicForm, proposed_id
from firstline.panel.topics.operations import Part
from firstline.panel.topics.saving import tree_of, undo
from firstline.panel.topics.views.one import topic_or_404
from firstline.panel.topics.views.proposing import propose
from firstline.panel.topics.wording import LINES, MODES

FIRST_PARTS, MOST_PARTS = 2, 12
"""Topics that a split has fields for: at first, and at most."""
MORE = "more"
"""What the button says that asks for fields of one more topic."""


@service_page(Permission.PROPOSE)
def new(request: ServiceRequest) -> HttpResponse:
    """Add a topic."""
    edited = edited_content(request.service)
    form = NewTopicForm(request.POST or None)

    def change() -> Change:
        asked = form.cleaned_data
        taken = (topic.id for topic in edited.service.topics)
        topic_id = asked["id"] or proposed_id(asked["name"], taken)
        topic = Topic(
            id=TopicId(topic_id),
            name=asked["name"],
            description=asked["description"],
            line=Line(asked["line"]),
            mode=Mode(asked["mode"]),
            parent=TopicId(asked["below"]) if asked["below"] else None,
        )
        return operations.add(tree_of(edited), topic)

    context = {
        "form": form,
        "below": request.POST.get("below", request.GET.get("below", "")),
        "lines": [(line.value, LINES[line]) for line in Line],
        "modes": [(m.value, MODES[m]) for m in (Mode.SHADOW, Mode.SUGGEST, Mode.OFF)],
        "places": list(_places(edited)),
    }
    return _act(request, edited, change, "topics/new.html", context, is_whole=form.is_valid())


@service_page(Permission.PROPOSE)
def move(request: ServiceRequest, topic_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    topic = topic_or_404(edited, topic_id)
    own = set(edited.service.topics.below(topic.id))
    places = [place for place in _places(edited) if place[0].id not in own]

    def change() -> Change:
        return operations.move(tree_of(edited), topic_id, below=request.POST.get("below") or None)

    return _act(request, edited, change, "topics/move.html", {"topic": topic, "places": places})


@service_page(Permission.PROPOSE)
def merge(request: ServiceRequest, topic_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    topic = topic_or_404(edited, topic_id)
    leaves = {leaf.id for leaf in edited.service.topics.leaves} - {topic.id}
    places = [place for place in _places(edited) if place[0].id in leaves]

    def change() -> Change:
        into = request.POST.get("into", "")
        if not into:
            raise TopicChangeRefused(_("Choose the topic that it becomes part of."))
        return operations.merge(tree_of(edited), topic_id, into=into)

    context = {
        "topic": topic,
        "places": places,
        "is_found": topic.id in edited.live.model.classifier.topics,
        "templates": edited.service.templates_of(topic.id),
    }
    return _act(request, edited, change, "topics/merge.html", context)


@service_page(Permission.PROPOSE)
def split(request: ServiceRequest, topic_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    topic = topic_or_404(edited, topic_id)
    templates = edited.service.templates_of(topic.id)
    rows = list(_part_rows(request, edited))
    parts = [
        Part(id=TopicId(row["id"] or row["proposed"]), name=row["name"])
        for row in rows
        if row["name"]
    ]
    by_row = {row["number"]: row["id"] or row["proposed"] for row in rows if row["name"]}
    chosen = {template.id: request.POST.getlist(f"of:{template.id}") for template in templates}
    shares: dict[TemplateId, list[TopicId]] = {
        template_id: [TopicId(by_row[number]) for number in numbers if number in by_row]
        for template_id, numbers in chosen.items()
    }

    def change() -> Change:
        return operations.split(tree_of(edited), topic_id, parts, shares)

    context = {
        "topic": topic,
        "rows": rows,
        "may_add_rows": len(rows) < MOST_PARTS,
        "templates": [{"template": t, "chosen": chosen[t.id]} for t in templates],
    }
    if request.POST.get("do") == MORE:
        return render(request, "topics/split.html", context)
    return _act(request, edited, change, "topics/split.html", context)


@service_page(Permission.PROPOSE)
def retire(request: ServiceRequest, topic_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    topic = topic_or_404(edited, topic_id)

    def change() -> Change:
        return operations.retire(tree_of(edited), topic_id)

    context = {
        "topic": topic,
        "is_found": topic.id in edited.live.model.classifier.topics,
        "templates": edited.service.templates_of(topic.id),
        "children": edited.service.topics.children(topic.id),
    }
    return _act(request, edited, change, "topics/retire.html", context)


@service_page(Permission.PROPOSE)
@require_POST
def take_back(request: ServiceRequest) -> HttpResponse:
    """Undo a change that was just saved, whole."""
    numbers = [int(n) for n in request.POST.get("revisions", "").split(".") if n.isdecimal()]
    try:
        undo(request.service, numbers, by=request.user)
    except EditConflict as conflict:
        words = _("Not undone: %(by)s changed some of it since. Look at the draft.")
        messages.error(request, words % {"by": conflict.by})
    else:
        messages.success(request, _("Undone."))
    return redirect("topics", slug=request.service.slug)


def _act(
    request: ServiceRequest,
    edited: Edited,
    change: Callable[[], Change],
    template: str,
    context: dict[str, Any],
    *,
    is_whole: bool = True,
) -> HttpResponse:
    """Show a form; once it is sent, propose what it asks for, or say why that cannot be."""
    if request.method != "POST":
        return render(request, template, context)
    if is_whole:
        try:
            return propose(request, edited, change())
        except TopicChangeRefused as error:
            context["refused"] = str(error)
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _places(edited: Edited) -> Iterator[tuple[Topic, str]]:
    """Every topic with its way from the root, in words, in the order of the tree."""
    topics = edited.service.topics
    for topic in topics:
        yield topic, " › ".join(topics[each].name for each in topics.path(topic.id))


def _part_rows(request: ServiceRequest, edited: Edited) -> Iterator[dict[str, str]]:
    """The fields of the new topics of a split, with the ids they would get."""
    taken = {str(topic.id) for topic in edited.service.topics}
    for number in range(1, _row_count(request) + 1):
        name = request.POST.get(f"name{number}", "").strip()
        own = request.POST.get(f"id{number}", "").strip()
        proposed = proposed_id(name, taken) if name else ""
        wrong = bool(own) and not ID.fullmatch(own)
        taken.add(own or proposed)
        yield {
            "number": str(number),
            "name": name[:200],
            "id": "" if wrong else own,
            "proposed": proposed,
        }


def _row_count(request: ServiceRequest) -> int:
    shown = request.POST.get("rows", "")[:3]
    count = max(int(shown), FIRST_PARTS) if shown.isdecimal() else FIRST_PARTS
    return min(count + (request.POST.get("do") == MORE), MOST_PARTS)
