"""The button that stops automatic replies, and the one that lets them go on."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.domain.topics import TopicId
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.services.live import live_release
from firstline.panel.topics.forms import PauseForm
from firstline.panel.topics.pausing import pause, resume


@service_page(Permission.PUBLISH)
def stop(request: ServiceRequest) -> HttpResponse:
    """Pause the service, or the topic that the form names."""
    is_sent = request.method == "POST"
    form = PauseForm(request.POST if is_sent else None)
    if not form.is_valid() or not _is_there(request, form.cleaned_data["topic"]):
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent else HTTPStatus.OK
        return render(request, "topics/pause.html", {"form": form}, status=status)
    asked = form.cleaned_data
    pause(request.service, TopicId(asked["topic"]) or None, why=asked["why"], by=request.user)
    return _back(request)


@service_page(Permission.PUBLISH)
@require_POST
def go_on(request: ServiceRequest) -> HttpResponse:
    topic = request.POST.get("topic", "")
    resume(request.service, TopicId(topic) if topic else None, by=request.user)
    messages.success(request, _("Automatic replies go out again."))
    return _back(request)


def _is_there(request: ServiceRequest, topic: str) -> bool:
    live = live_release(request.service)
    return not topic or (live is not None and topic in live.service.topics)


def _back(request: ServiceRequest) -> HttpResponse:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return redirect(asked)
    return redirect("topics", slug=request.service.slug)
