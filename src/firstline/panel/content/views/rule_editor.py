"""The rule editor: what was edited comes in one view and goes back in the other."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content.drafts import edited_content
from firstline.panel.content.merging import version_of
from firstline.panel.content.models import Kind
from firstline.panel.content.views.editing import read_page, rule_address

UNNAMED = "new"


@require_POST
@service_page(Permission.READ)
def rule(request: ServiceRequest) -> HttpResponse:
    """Convert a rule, and judge the form's examples by it.

    Nothing is saved, so who may read may try.
    """
    said = request.POST
    template_id = said.get("template", "") or UNNAMED
    before = None
    if "example" in said:
        mark = said.get("seen", "")
        before = version_of(request.service, Kind.TEMPLATE, template_id, mark=mark)
    page = read_page(said, template_id, before or {}, edited_content(request.service))
    context = {
        "rule": page.rule,
        "builder": page.builder,
        "examples": page.examples,
        "is_answer": True,
        "rule_address": rule_address(request),
    }
    return render(request, "content/_rule_answer.html", context)
