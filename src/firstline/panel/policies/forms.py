"""The form of a service's settings; shares are shown as percentages."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.panel.services.models import HostedService

PERCENT = 100


class PercentField(forms.DecimalField):
    """A share of 1, typed and shown as a percentage."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(min_value=0, max_value=PERCENT, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, float):
            return f"{round(value * PERCENT, 2):g}"
        return value

    def clean(self, value: Any) -> float | None:  # noqa: ANN401
        percent = super().clean(value)
        return None if percent is None else float(percent / Decimal(PERCENT))

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        return super().has_changed(self.prepare_value(initial), data)


class PolicyForm(forms.ModelForm[HostedService]):
    accepted_coverage_loss = PercentField(
        label=_("Accepted loss of coverage, in percentage points"),
        help_text=_(
            "A publish that would answer fewer inquiries by more than this is sent back for "
            "revision; an owner can override with a reason."
        ),
    )
    accepted_precision_loss = PercentField(
        label=_("Accepted loss of expected precision, in percentage points"),
        help_text=_("Likewise for the share of automatic replies that are right."),
    )

    held_out = PercentField(
        label=_("Automatic replies held out, in percent"),
        help_text=_(
            "So many conversations, drawn at random, a person answers though a reply was sure "
            "enough. Insights compares how both end. 0 holds out none."
        ),
    )

    class Meta:
        model = HostedService
        fields = (
            "title",
            "needs_second_person",
            "accepted_coverage_loss",
            "accepted_precision_loss",
            "held_out",
        )
        labels: ClassVar[dict[str, Any]] = {
            "title": _("Name"),
            "needs_second_person": _("A second person approves"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "needs_second_person": _(
                "Somebody who edited nothing of a draft approves it before it is published."
            ),
        }
