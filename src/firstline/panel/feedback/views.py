"""Saying what was wrong, and how often it was said."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.feedback.forms import FeedbackForm
from firstline.panel.feedback.models import Kind
from firstline.panel.feedback.saying import say_of_decision
from firstline.panel.feedback.trends import topics_of, weeks_of
from firstline.panel.services.live import live_release


@service_page(Permission.READ)
def trends(request: ServiceRequest) -> HttpResponse:
    now = timezone.now()
    live = live_release(request.service)
    names = {topic.id: topic.name for topic in live.service.topics} if live else {}
    topic = request.GET.get("topic", "")
    context = {
        "weeks": weeks_of(request.service, topic if topic in names else "", now=now),
        "topics": topics_of(request.service, now=now),
        "kinds": Kind.labels,
        "names": names,
        "topic": topic,
    }
    return render(request, "feedback/trends.html", context)


@require_POST
@service_page(Permission.ANSWER)
def say_it(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    conversation = get_object_or_404(request.service.conversations, pk=conversation_id)
    live = live_release(request.service)
    leaves = live.service.topics.leaves if live else ()
    form = FeedbackForm(request.POST, topics=[str(leaf.id) for leaf in leaves])
    try:
        if form.is_valid():
            kind, topic = Kind(form.cleaned_data["kind"]), form.cleaned_data["topic"]
            now = timezone.now()
            say_of_decision(conversation.pk, kind, by=request.user, now=now, right_topic=topic)
            messages.success(request, _("Noted; the next retraining learns from it."))
        else:
            messages.warning(request, _("Choose the topic that is right."))
    except FirstlineError as refusal:
        messages.warning(request, str(refusal))
    return redirect("inbox-one", request.service.slug, conversation.pk)
