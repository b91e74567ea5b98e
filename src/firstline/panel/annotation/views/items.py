"""One message on each screen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.domain.topics import Line, TopicId
from firstline.journal.reader import DecisionNotFound
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.annotation.answering import answer, last_answer, undo
from firstline.panel.annotation.forms import AnswerForm
from firstline.panel.annotation.models import Queue, QueueItem
from firstline.panel.annotation.next_items import next_item, queue_states
from firstline.panel.annotation.shown import fitting_templates, shown_item, topic_tree
from firstline.panel.content.drafts import NothingLive
from firstline.panel.services.live import live_release
from firstline.release.records import Release


@service_page(Permission.ANNOTATE)
def next_one(request: ServiceRequest, queue: str) -> HttpResponse:
    """Go to the next item of a queue; say what to do where there is none."""
    item = next_item(request.service, queue, user=request.user, now=timezone.now())
    if item:
        return redirect("annotate-one", request.service.slug, queue, item.pk)
    states = queue_states(request.service, request.user)
    own = next((state for state in states if state.queue == queue), None)
    last = last_answer(request.service, request.user)
    context = {"queue": queue, "state": own, "states": states, "last": last}
    return render(request, "annotation/empty.html", context)


@service_page(Permission.ANNOTATE)
def one(request: ServiceRequest, queue: str, item_id: int) -> HttpResponse:
    items = request.service.queue_items
    item = get_object_or_404(items, pk=item_id, queue=queue)
    live = _live(request)
    if request.method == "POST":
        return _take(request, item, live)
    return _page(request, item, live)


def _live(request: ServiceRequest) -> Release:
    live = live_release(request.service)
    if live is None:
        raise NothingLive
    return live


def _take(request: ServiceRequest, item: QueueItem, live: Release) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, item, live, form)
    answer(item, form.said, service=live.service, by=request.user, now=timezone.now())
    return redirect("annotate-next", request.service.slug, item.queue)


def _page(
    request: ServiceRequest, item: QueueItem, live: Release, form: AnswerForm | None = None
) -> HttpResponse:
    try:
        shown = shown_item(item, request.service, live.service)
    except DecisionNotFound:  # the journal was replaced; what it held cannot be annotated
        item.delete()
        messages.warning(request, _("That message is no longer in the journal; here is another."))
        return redirect("annotate-next", request.service.slug, item.queue)
    mine = item.annotations.filter(by=request.user).first()
    asked = request.POST.get("topic") or request.GET.get("topic")
    chosen = asked or (mine.topic if mine else "")
    leaves = {str(leaf.id): leaf for leaf in live.service.topics.leaves}
    topic = leaves.get(chosen)
    fitting = fitting_templates(shown.entry, TopicId(chosen), live.service) if topic else ()
    states = queue_states(request.service, request.user)
    context = {
        "form": form,
        "shown": shown,
        "item": item,
        "queue": Queue(item.queue),
        "waiting": next(state.waiting for state in states if state.queue == item.queue),
        "chosen": topic,
        "is_expert": topic is not None and topic.line is Line.EXPERT,
        "fitting": fitting,
        "mine": mine,
        "tree": topic_tree(live.service),
        "last": last_answer(request.service, request.user),
    }
    is_part = bool(request.headers.get("HX-Request"))
    template = "annotation/_choice.html" if is_part else "annotation/one.html"
    return render(request, template, context, status=422 if form else 200)


@require_POST
@service_page(Permission.ANNOTATE)
def undo_last(request: ServiceRequest) -> HttpResponse:
    """Take the last answer back, or go to it where the journal has it already."""
    last = last_answer(request.service, request.user)
    if last is None:
        messages.warning(request, _("There is nothing to undo."))
        return redirect("annotate", request.service.slug)
    if undo(last):
        messages.success(request, _("Your last answer is taken back."))
    else:
        words = _("The journal has your answer already; save another one and it counts instead.")
        messages.warning(request, words)
    return redirect("annotate-one", request.service.slug, last.item.queue, last.item.pk)
