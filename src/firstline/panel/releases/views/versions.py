"""The versions: who made what live when, what differs, and going back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.lists import page_of
from firstline.panel.releases.changes import service_changes
from firstline.panel.releases.forms import RollBackForm
from firstline.panel.releases.models import Way
from firstline.panel.releases.moving import heal
from firstline.panel.releases.versions import headline, roll_back, versions_of
from firstline.panel.releases.views.acting import read
from firstline.panel.services.live import release_of

PER_PAGE = 20


@service_page(Permission.READ)
def versions(request: ServiceRequest) -> HttpResponse:
    service = request.service
    heal(service)
    found = versions_of(service)
    if (way := request.GET.get("way")) in Way.values:
        found = [v for v in found if v.publication and v.publication.way == way]
    elif way == "outside":
        found = [v for v in found if v.publication is None]
    if release := request.GET.get("release", ""):
        found = [v for v in found if v.release.startswith(release)]
    page = page_of(request, found, per_page=PER_PAGE)
    rows = [(version, headline(service, version)) for version in page]
    context = {"page": page, "rows": rows, "ways": Way.choices, "way": way or "", "one": release}
    return render(
        request, "releases/versions.html", {**context, "live": service.folder.store.live()}
    )


@service_page(Permission.READ)
def difference(request: ServiceRequest) -> HttpResponse:
    """Compare the content of two releases: `?from=…&to=…`, digests or their beginnings."""
    before = release_of(request.service, request.GET.get("from", ""))
    after = release_of(request.service, request.GET.get("to", ""))
    changes = service_changes(before.service, after.service)
    page = page_of(request, changes)
    context = {"before": before, "after": after, "page": page}
    return render(request, "releases/difference.html", context)


@service_page(Permission.READ, to_change=Permission.PUBLISH)
@require_POST
def back(request: ServiceRequest) -> HttpResponse:
    said = read(RollBackForm(request.POST))
    service = request.service
    moved = roll_back(
        service, said["release"], by=request.user, live=said["live"], note=said["note"]
    )
    digest = moved.release[:12]
    messages.success(request, _("Release %(digest)s is live again.") % {"digest": digest})
    return redirect("versions", slug=service.slug)
