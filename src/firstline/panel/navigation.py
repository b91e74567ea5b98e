"""What the frame around every page needs: where one is, and where one may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import Membership
from firstline.panel.accounts.roles import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An entry of a service's menu."""

    view: str
    """Name of its URL; it takes the service's slug."""
    title: Promise
    needs: Permission = Permission.READ


SECTIONS = (
    Section(view="templates", title=_("Templates")),
    Section(view="topics", title=_("Topics")),
    Section(view="publish", title=_("Draft")),
    Section(view="versions", title=_("Versions")),
    Section(view="models", title=_("Models")),
    Section(view="jobs", title=_("Jobs")),
    Section(view="people", title=_("People"), needs=Permission.MANAGE),
    Section(view="audit", title=_("Audit log"), needs=Permission.AUDIT),
)


def navigation(request: HttpRequest) -> Mapping[str, Any]:
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return {}
    current = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "service": membership.service,
        "membership": membership,
        "may": {p.name.lower(): membership.may(p) for p in Permission},
        "sections": [
            {
                "title": section.title,
                "address": reverse(section.view, args=(membership.service.slug,)),
                "is_current": current.split("-")[0] == section.view,
            }
            for section in SECTIONS
            if membership.may(section.needs)
        ],
    }
