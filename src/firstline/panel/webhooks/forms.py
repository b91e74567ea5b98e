"""The form of an endpoint."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from firstline.connectors.addresses import AddressRefused
from firstline.panel.webhooks.endpoints import reach
from firstline.panel.webhooks.events import SUBSCRIBABLE
from firstline.panel.webhooks.models import Endpoint


class EndpointForm(forms.ModelForm[Endpoint]):
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(kind.value, kind.label) for kind in SUBSCRIBABLE],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Endpoint
        fields = ("address", "description", "events")
        labels: ClassVar[dict[str, Any]] = {
            "address": _("Address"),
            "description": _("What is it for?"),
        }
        widgets: ClassVar[dict[str, Any]] = {"address": forms.URLInput}

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            reach().check(address)
        except AddressRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return address
