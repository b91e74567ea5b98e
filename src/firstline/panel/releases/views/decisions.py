"""One past decision, with all that led to it."""

from contextlib import closing

from django.http import Http404, HttpResponse
from django.shortcuts import render

from firstline.domain.decisions import DecisionId
from firstline.engine.explain import explain
from firstline.journal.reader import DecisionNotFound, JournalReader
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission


@service_page(Permission.READ)
def decision(request: ServiceRequest, decision_id: str) -> HttpResponse:
    past = request.service.folder.past
    if not past.exists():  # nobody has asked this service anything
        raise Http404
    with closing(JournalReader(past)) as journal:
        try:
            entry = journal.entry(DecisionId(decision_id))
        except DecisionNotFound:
            raise Http404 from None
    context = {"entry": entry, "explanation": explain(entry.decision)}
    return render(request, "releases/decision.html", context)
