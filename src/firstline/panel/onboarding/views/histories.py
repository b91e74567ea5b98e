"""Histories of a service: bring one, map its columns, check it, train with it."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.downloads import csv_download
from firstline.panel.jobs.models import State
from firstline.panel.lists import page_of
from firstline.panel.onboarding import histories
from firstline.panel.onboarding.beside import doubted_labels, refused_values, reject_rows
from firstline.panel.onboarding.columns import chosen_columns, column_rows
from firstline.panel.onboarding.contents import content_of
from firstline.panel.onboarding.models import HistoryFile, Step
from firstline.panel.onboarding.outcomes import outcome_of
from firstline.panel.onboarding.steps import render_step, unfinished
from firstline.panel.onboarding.words import findings, rejected
from firstline.panel.services.live import release_of
from firstline.panel.uploads import UploadRefused


@service_page(Permission.TRAIN)
def list_(request: ServiceRequest) -> HttpResponse:
    """List what was brought, and take another one."""
    error = ""
    if request.method == "POST" and (uploaded := request.FILES.get("history")):
        try:
            history = histories.bring(request.service, uploaded, by=request.user)
            return redirect("history-columns", slug=request.service.slug, history_id=history.pk)
        except UploadRefused as refusal:
            error = str(refusal)
    elif request.method == "POST":
        error = _("Choose a file first.")
    found = request.service.histories.select_related("by", "looked", "checked", "trained")
    context = {"page": page_of(request, found), "error": error}
    status = 422 if error else 200
    return render_step(
        request, "onboarding/histories.html", context, step=Step.HISTORY, status=status
    )


def _one(request: ServiceRequest, history_id: UUID) -> HistoryFile:
    found = request.service.histories.select_related("looked", "checked", "trained", "service")
    return get_object_or_404(found, pk=history_id)


@service_page(Permission.TRAIN)
def one(request: ServiceRequest, history_id: UUID) -> HttpResponse:
    """Go to the step that is next."""
    step = histories.step_of(_one(request, history_id)).name.lower()
    return redirect(f"history-{step}", slug=request.service.slug, history_id=history_id)


@service_page(Permission.TRAIN)
def columns(request: ServiceRequest, history_id: UUID) -> HttpResponse:
    """Say what each column means; suggested, with what stands in it."""
    history = _one(request, history_id)
    preview, error = histories.preview_of(history), ""
    content, _examples = content_of(request.service)
    if request.method == "POST" and preview:
        try:
            chosen = chosen_columns(request.POST, content, preview)
            histories.map_columns(history, chosen, by=request.user)
            return redirect("history-check", slug=request.service.slug, history_id=history.pk)
        except FirstlineError as refusal:
            error = str(refusal)
    rows = column_rows(content, preview, history.column_map, request.POST) if preview else []
    context = {
        "history": history,
        "job": history.looked,
        "preview": preview,
        "columns": rows,
        "error": error,
    }
    status = 422 if error else 200
    return render_step(
        request, "onboarding/columns.html", context, step=Step.COLUMNS, status=status
    )


@service_page(Permission.TRAIN)
def check(request: ServiceRequest, history_id: UUID) -> HttpResponse:
    """Show what every row came to, and what is missing."""
    history = _one(request, history_id)
    if history.column_map is None:
        return redirect("history-columns", slug=request.service.slug, history_id=history.pk)
    if request.method == "POST":
        histories.check_again(history, by=request.user)
        return redirect("history-check", slug=request.service.slug, history_id=history.pk)
    context: dict[str, object] = {"history": history, "job": history.checked}
    if history.checked and history.checked.state == State.DONE and history.checked.result:
        result = history.checked.result
        content, _examples = content_of(request.service)
        rows = result["coverage"]["topics"]
        topics = [(leaf, rows[leaf.id]) for leaf in content.topics.leaves if rows.get(leaf.id)]
        context |= {
            "result": result,
            "rejected": rejected(result, refused_values(history)),
            "rejected_total": sum(result["report"]["rejected"].values()),
            "findings": list(findings(result)),
            "topics": sorted(topics, key=lambda pair: -pair[1]),
            "most": max((count for _leaf, count in topics), default=1),
        }
    return render_step(request, "onboarding/check.html", context, step=Step.CHECK)


@service_page(Permission.TRAIN)
def rejects(request: ServiceRequest, history_id: UUID) -> HttpResponse:
    """Give the refused rows away: line, reason, detail; never what a customer wrote."""
    history = _one(request, history_id)
    header = ("line", "reason", "detail")
    return csv_download(f"rejects of {history.pk}.csv", header, reject_rows(history))


@service_page(Permission.TRAIN)
def labels(request: ServiceRequest, history_id: UUID) -> HttpResponse:
    """List the rows whose topic the last training doubts."""
    history = _one(request, history_id)
    content, _examples = content_of(request.service)
    context = {
        "history": history,
        "page": page_of(request, doubted_labels(history)),
        "names": {str(leaf.id): leaf.name for leaf in content.topics.leaves},
    }
    return render_step(request, "onboarding/labels.html", context, step=Step.TRAIN)


@service_page(Permission.TRAIN)
def train(request: ServiceRequest, history_id: UUID) -> HttpResponse:
    """Start a training, show how far it is, and then its scorecard."""
    history = _one(request, history_id)
    error = ""
    if request.method == "POST":
        try:
            histories.train(history, by=request.user, in_shadow=unfinished(request) is not None)
            return redirect("history-train", slug=request.service.slug, history_id=history.pk)
        except histories.NotChecked as refusal:
            error = str(refusal)
    job = history.trained
    context: dict[str, object] = {"history": history, "job": job, "error": error}
    if job and job.state == State.DONE and job.result:
        release = release_of(request.service, job.result["release"])
        context |= {
            "release": release,
            "outcome": outcome_of(release),
            "result": job.result,
            "has_labels": history.suspicions.exists(),
        }
    status = 422 if error else 200
    return render_step(request, "onboarding/train.html", context, step=Step.TRAIN, status=status)


@service_page(Permission.TRAIN)
def download(request: ServiceRequest, history_id: UUID) -> HttpResponseBase:
    """Give a history back as it was brought."""
    history = _one(request, history_id)
    subject = f"history {history.name}"
    record(Action.EXPORTED, subject, by=request.user, service=request.service)
    return FileResponse(history.path.open("rb"), as_attachment=True, filename=history.name)


@service_page(Permission.TRAIN)
def remove(request: ServiceRequest, history_id: UUID) -> HttpResponse:
    """Remove a history, once the person has said so twice."""
    history = _one(request, history_id)
    if request.method == "POST":
        histories.forget(history, by=request.user)
        return redirect("history", slug=request.service.slug)
    return render_step(request, "onboarding/remove.html", {"history": history}, step=Step.HISTORY)
