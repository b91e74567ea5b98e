"""Signing in, and the services that are one's own."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from firstline.panel.accounts.forms import SignInForm
from firstline.panel.accounts.languages import remember_language
from firstline.panel.accounts.models import Membership, User


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        return {**super().get_context_data(**kwargs), "oidc": bool(settings.PANEL.oidc_issuer)}

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        response = super().form_valid(form)
        if language := form.get_user().language:
            remember_language(response, language)
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        return self.render_to_response(self.get_context_data(form=form), status=422)


def paused(request: HttpRequest, *_: Any) -> HttpResponse:  # noqa: ANN401 - as axes calls it
    """Tell somebody who failed too often how long to wait."""
    minutes = settings.PANEL.sign_in_pause_minutes
    return render(request, "accounts/paused.html", {"minutes": minutes}, status=429)


def home(request: HttpRequest) -> HttpResponse:
    """List the services of this person; who makes none goes straight to the only one."""
    memberships = Membership.objects.filter(user=request.user.pk).select_related("service")
    found = list(memberships.order_by("service__title"))
    may_make = isinstance(request.user, User) and request.user.may_make_services
    if len(found) == 1 and not may_make:
        return redirect(found[0].first_page, slug=found[0].service.slug)
    return render(request, "accounts/home.html", {"memberships": found})
