"""Forms of annotation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.panel.annotation.answering import Said
from firstline.panel.annotation.models import Verdict


class AnswerForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict.choices)
    topic = forms.CharField(required=False, max_length=100)
    template = forms.CharField(required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") == Verdict.LABELLED and not cleaned.get("topic"):
            raise forms.ValidationError(_("Choose a topic, or say that you are unsure."))
        return cleaned

    @property
    def said(self) -> Said:
        cleaned = self.cleaned_data
        return Said(
            verdict=Verdict(cleaned["verdict"]),
            topic=cleaned["topic"],
            template=cleaned["template"],
        )


class PlanForm(forms.Form):
    audit_percent = forms.FloatField(
        min_value=0, max_value=100, label=_("Percent of automatic replies to audit")
    )
    twice_percent = forms.FloatField(
        min_value=0, max_value=100, label=_("Percent that two people answer")
    )
