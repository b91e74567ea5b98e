"""Signing in, and who is who."""

from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.models import Membership
from firstline.panel.accounts.roles import Permission


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


def home(request: HttpRequest) -> HttpResponse:
    """List the services of this person; go straight to the only one."""
    memberships = Membership.objects.filter(user=request.user.pk).select_related("service")
    found = list(memberships.order_by("service__title"))
    if len(found) == 1:
        return redirect("templates", slug=found[0].service.slug)
    return render(request, "accounts/home.html", {"memberships": found})


@service_page(Permission.MANAGE)
def people(request: ServiceRequest) -> HttpResponse:
    members = request.service.memberships.select_related("user").order_by("user__email")
    return render(request, "accounts/people.html", {"members": members})
