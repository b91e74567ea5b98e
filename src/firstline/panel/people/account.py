"""One's own account: name, language, password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as django_views
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstline.panel.accounts.forms import AccountForm, ResetForm
from firstline.panel.accounts.languages import remember_language
from firstline.panel.accounts.mails import base_address
from firstline.panel.accounts.models import User
from firstline.panel.audit.log import Action, record


def account(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk or 0)
    before = _as_text(user)
    form = AccountForm(request.POST or None, instance=user)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    _save(form, before)
    with override(user.language or None):
        messages.success(request, _("Saved."))
    response = redirect("account")
    remember_language(response, user.language)
    return response


def _save(form: AccountForm, before: str) -> None:
    user = form.save()
    if _as_text(user) != before:
        record(
            Action.ACCOUNT_CHANGED,
            f"account {user.email}",
            by=user,
            before=before,
            after=_as_text(user),
        )


def _as_text(user: User) -> str:
    return f"name: {user.name}\nlanguage: {user.language}"


def _page(request: HttpRequest, form: AccountForm, *, status: int = 200) -> HttpResponse:
    memberships = form.instance.memberships.select_related("service").order_by("service__title")
    context = {"form": form, "memberships": memberships}
    return render(request, "people/account.html", context, status=status)


class _Shown422:
    """A form that was not accepted answers 422, as every other."""

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class ChangePassword(_Shown422, django_views.PasswordChangeView):
    """Changing a password ends the person's sessions everywhere else."""

    template_name = "people/change_password.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        _note_password(form.user)
        messages.success(self.request, _("Your password is changed."))
        return response


class _OfMails:
    """A page that tells whether mail leaves this machine; the same to all, account or none."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**context, "sends_mail": settings.MAIL is not None}


class AskForReset(_OfMails, _Shown422, django_views.PasswordResetView):
    template_name = "people/reset.html"
    form_class = ResetForm
    success_url = reverse_lazy("reset-asked")

    def form_valid(self, form: ResetForm) -> HttpResponse:  # type: ignore[override]
        form.base = base_address(self.request)
        return super().form_valid(form)


class ResetAsked(_OfMails, django_views.PasswordResetDoneView):
    template_name = "people/reset_asked.html"


class SetPassword(_Shown422, django_views.PasswordResetConfirmView):
    """Where the links of mails lead; who sets a password here is signed in."""

    template_name = "people/set_password.html"
    success_url = reverse_lazy("home")
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        response = super().form_valid(form)
        _note_password(form.user)
        return response


def _note_password(user: User) -> None:
    record(Action.PASSWORD_SET, f"account {user.email}", by=user)
