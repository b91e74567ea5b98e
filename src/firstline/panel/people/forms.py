"""Forms about people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.panel.accounts.roles import Role


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.SPECIALIST)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
