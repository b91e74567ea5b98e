"""The audit log as pages, and as a file."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.audit.chain import check_newest
from firstline.panel.audit.models import AuditEntry
from firstline.panel.audit.searching import actors_of, entries_of, matching
from firstline.panel.audit.words import WORDS, in_words
from firstline.panel.downloads import csv_download
from firstline.panel.lists import page_of

MOST_EXPORTED = 50_000
"""Entries in one file; they are put together in memory."""
COLUMNS = ("number", "at", "who", "action", "subject", "before", "after", "note", "hash")


class TooManyEntries(FirstlineError):
    """An export of the audit log that would not fit into one file."""


@service_page(Permission.AUDIT)
def audit(request: ServiceRequest) -> HttpResponse:
    found = matching(entries_of(request.service), request.GET.dict())
    context = {
        "page": page_of(request, found),
        "actors": actors_of(request.service).order_by("name", "email"),
        "actions": [(action, words) for action, words in WORDS.items()],
        "asked": request.GET,
    }
    return render(request, "audit/list.html", context)


@service_page(Permission.AUDIT)
def entry(request: ServiceRequest, entry_id: int) -> HttpResponse:
    found = get_object_or_404(entries_of(request.service), pk=entry_id)
    return render(request, "audit/entry.html", {"entry": found})


@service_page(Permission.AUDIT)
def chain(request: ServiceRequest) -> HttpResponse:
    """Check the end of the chain; loaded after the page, so that it never waits for it."""
    template = "audit/_chain.html" if request.headers.get("HX-Request") else "audit/chain.html"
    return render(request, template, {"check": check_newest()})


@service_page(Permission.AUDIT)
def export(request: ServiceRequest) -> HttpResponse:
    found = matching(entries_of(request.service), request.GET.dict())
    if found.count() > MOST_EXPORTED:
        words = _("These are more than %(most)d entries. Choose a shorter period.")
        raise TooManyEntries(words % {"most": MOST_EXPORTED})
    return csv_download(f"audit-{request.service.slug}.csv", COLUMNS, _rows(found.iterator()))


def _rows(entries: Iterator[AuditEntry]) -> Iterator[tuple[object, ...]]:
    for each in entries:
        told = (each.subject, each.before, each.after, each.note)
        yield (each.pk, each.at.isoformat(), each.by_name, in_words(each.action), *told, each.hash)
