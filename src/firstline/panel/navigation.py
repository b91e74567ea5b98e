"""What the frame around every page needs: where one is, and where one may go."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.models import Membership
from firstline.panel.accounts.roles import Permission
from firstline.panel.services.models import HostedService


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An entry of a service's menu."""

    view: str
    """Name of its URL; it takes the service's slug."""
    title: Promise
    needs: Permission = Permission.READ
    if_live: bool | None = None
    """Whether it is there only for a service that answers, or only for one that does not yet."""
    holds: str = ""
    """Another kind of page that it stands for."""


SECTIONS = (
    Section(view="onboarding", title=_("Onboarding"), if_live=False, holds="history"),
    Section(view="inbox", title=_("Inbox"), needs=Permission.ANSWER, if_live=True),
    Section(view="insights", title=_("Insights"), if_live=True),
    Section(view="canned", title=_("Canned replies"), if_live=True),
    Section(view="templates", title=_("Templates"), if_live=True),
    Section(view="topics", title=_("Topics"), if_live=True),
    Section(view="triggers", title=_("Triggers"), if_live=True),
    Section(view="publish", title=_("Draft"), if_live=True),
    Section(view="versions", title=_("Versions"), if_live=True),
    Section(view="history", title=_("History"), needs=Permission.TRAIN, if_live=True),
    Section(view="export", title=_("Export")),
    Section(view="models", title=_("Models")),
    Section(view="annotate", title=_("Annotate"), needs=Permission.ANNOTATE),
    Section(view="feedback", title=_("Feedback"), if_live=True),
    Section(view="jobs", title=_("Jobs")),
    Section(view="keys", title=_("Keys"), needs=Permission.MANAGE),
    Section(view="calendars", title=_("Appointments"), needs=Permission.MANAGE, if_live=True),
    Section(view="webhooks", title=_("Webhooks"), needs=Permission.MANAGE),
    Section(view="customer-data", title=_("Customer data"), needs=Permission.MANAGE, if_live=True),
    Section(view="chat", title=_("Chat"), needs=Permission.MANAGE, if_live=True),
    Section(view="people", title=_("People"), needs=Permission.MANAGE),
    Section(view="settings", title=_("Settings"), needs=Permission.MANAGE),
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
        # parts of pages that are loaded later have no menu
        "sections": SimpleLazyObject(partial(_sections, membership, current)),
    }


def _sections(membership: Membership, current: str) -> list[Mapping[str, Any]]:
    service = membership.service
    is_live = service.is_live
    return [
        {
            "title": section.title,
            "address": reverse(section.view, args=(service.slug,)),
            "is_current": current.split("-", maxsplit=1)[0] in (section.view, section.holds),
            "draft": _draft(service) if section.view == "publish" else None,
        }
        for section in SECTIONS
        if membership.may(section.needs) and section.if_live in (None, is_live)
    ]


def _draft(service: HostedService) -> Mapping[str, Any] | None:
    """Count the edits of the open draft, and say whether somebody wants it published."""
    drafts = service.drafts.filter(closed_at=None).annotate(edits=Count("items"))
    return drafts.values("edits", "asked_at").first()
