"""Export for people, and the content of a service for programs."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.log import Action, record
from firstline.panel.content.drafts import edited_content, open_draft
from firstline.panel.exchange.access import BodyUnreadable, api_page, json_object
from firstline.panel.exchange.applying import apply_files
from firstline.panel.exchange.files import Source, files_of, zipped
from firstline.panel.releases.candidates import draft_mark
from firstline.workspace.writing import service_files


@service_page(Permission.READ)
def export(request: ServiceRequest) -> HttpResponse:
    """Offer what there is to take away."""
    draft = open_draft(request.service)
    edits = draft.items.count() if draft else 0
    context = {"edits": edits, "panel_path": reverse("home").rstrip("/")}
    return render(request, "exchange/export.html", context)


@service_page(Permission.READ)
def download(request: ServiceRequest, source: str) -> HttpResponse:
    if source not in set(Source):
        raise Http404
    files = files_of(request.service, Source(source))
    slug = request.service.slug
    record(Action.EXPORTED, f"files, {source}", by=request.user, service=request.service)
    return HttpResponse(
        zipped(files),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{slug}-{source}.zip"'},
    )


@api_page(Permission.READ, to_change=Permission.PROPOSE)
def content(request: ServiceRequest) -> Mapping[str, Any]:
    """Give the content as files, or put edited files into the draft."""
    if request.method == "PUT":
        return _apply(request)
    edited = edited_content(request.service)
    return {
        "service": request.service.slug,
        "release": edited.live.digest,
        "is_draft": edited.is_changed,
        "mark": draft_mark(edited),
        "files": service_files(edited.service, edited.live.examples),
        "problems": [str(problem) for problem in edited.problems],
    }


def _apply(request: ServiceRequest) -> Mapping[str, Any]:
    body = json_object(request)
    files, mark = body.get("files"), body.get("mark")
    if not (isinstance(files, dict) and isinstance(mark, str)):
        raise BodyUnreadable(
            "the body must have `files`, name → text, and the `mark` that came with them"
        )
    if not all(isinstance(text, str) for text in files.values()):
        raise BodyUnreadable("each of `files` must be a text")
    applied = apply_files(request.service, files, mark=mark, by=request.user)
    return {"changed": list(applied.changed), "mark": applied.mark}
