"""The one way into a service's pages: a membership whose role allows it."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeAlias

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Permission
from firstline.panel.services.models import HostedService

P = ParamSpec("P")


class ServiceRequest(HttpRequest):
    """A request of a signed-in member of the service in its address."""

    user: User  # the middleware lets nobody else in
    service: HostedService
    membership: Membership


ServiceView: TypeAlias = Callable[Concatenate[ServiceRequest, P], HttpResponseBase]


def service_page(
    permission: Permission, *, to_change: Permission | None = None
) -> Callable[[ServiceView[P]], Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]]:
    """Let a view be reached at `…/<slug>/…` by members whose role has the permission.

    Others do not learn whether the service exists.

    Args:
        permission: what every request needs.
        to_change: what one that is no GET needs as well.
    """

    def decorate(
        view: ServiceView[P],
    ) -> Callable[Concatenate[HttpRequest, str, P], HttpResponseBase]:
        def guarded(
            request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            admit(request, slug, permission)
            if to_change and request.method not in ("GET", "HEAD"):
                admit(request, slug, to_change)
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # admitted

        update_wrapper(guarded, view)
        guarded.needs = permission  # type: ignore[attr-defined]  # tests find pages without one
        guarded.to_change = to_change or permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]  # Django passes the slug by its name

    return decorate


def admit(request: HttpRequest, slug: str, permission: Permission) -> None:
    """Put service and membership onto the request.

    Raises:
        Http404: the person is no member, or there is no such service.
        PermissionDenied: the role does not allow it.
    """
    memberships = Membership.objects.select_related("service")
    membership = memberships.filter(user=request.user.pk, service__slug=slug).first()
    if membership is None:
        raise Http404
    # Before the refusal: a member who may not do this still sees the menu of the service.
    request.service = membership.service  # type: ignore[attr-defined]
    request.membership = membership  # type: ignore[attr-defined]
    if not membership.may(permission):
        raise PermissionDenied(permission)
