"""Forms of signing in and of passwords."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.mails import send_reset
from firstline.panel.accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {  # noqa: RUF012 - Django's
        "invalid_login": _("This e-mail address and password do not belong together. Try again."),
        "inactive": _("This account is closed."),
    }

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class ResetForm(PasswordResetForm):
    """Says nothing about whether there is such an account."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    base: str
    """Where links in mails begin; set by the view."""

    def save(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's
        """Mail a link, also to those who were invited and have no password yet."""
        user = User.objects.of(self.cleaned_data["email"])
        if user and user.is_active:
            send_reset(user, self.base)


class AccountForm(forms.ModelForm[User]):
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("Of pages and mails."),
        choices=[("", _("as the browser asks")), *settings.LANGUAGES],
        required=False,
    )

    class Meta:
        model = User
        fields = ("name", "language")
        labels: ClassVar[dict[str, Any]] = {"name": _("Name")}
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("As others see it beside what you changed."),
        }
