"""The rule editor: what was edited comes in one view and goes back in the other."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.builder.laying_out import laid_out
from firstline.panel.content.drafts import edited_content
from firstline.panel.content.rule_states import read_rule


@require_POST
@service_page(Permission.READ)
def rule(request: ServiceRequest) -> HttpResponse:
    """Convert a rule; nothing is saved, so who may read may try."""
    content = edited_content(request.service).service
    state = read_rule(request.POST, content.schema, zone=content.zone)
    builder = laid_out(state.group, content.schema, state.faults) if state.group else None
    context = {"rule": state, "builder": builder, "is_answer": True}
    return render(request, "content/_rule_answer.html", context)
