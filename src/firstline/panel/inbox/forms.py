"""What agents type."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.domain.decisions import Reply
from firstline.panel.conversations.agents import Said
from firstline.panel.inbox.models import RejectionReason
from firstline.panel.inbox.snoozes import Snooze

LONGEST = 20_000


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Reply to the customer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    template = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0)
    key = forms.CharField(required=False, max_length=64)
    then = forms.CharField(required=False, max_length=10)
    """What the button asks for beside sending."""

    @property
    def then_resolve(self) -> bool:
        return bool(self.cleaned_data["then"] == "resolve")

    def said(self, offered: Sequence[Reply]) -> Said:
        """Make what is sent, with what had been suggested for it."""
        of_form = self.cleaned_data
        used = next((one for one in offered if one.template_id == of_form["template"]), None)
        return Said(
            text=of_form["text"],
            template_id=used.template_id if used else "",
            topic_id=used.topic_id if used else "",
            suggested=used.text if used else "",
            offered=tuple(one.template_id for one in offered),
            seen=of_form["seen"],
            key=of_form["key"],
        )


class SnoozeForm(forms.Form):
    until = forms.ChoiceField(choices=Snooze.choices, label=_("Put it aside"))


class RejectionForm(forms.Form):
    template = forms.CharField(max_length=100)
    reason = forms.ChoiceField(choices=RejectionReason.choices)


class AssignForm(forms.Form):
    to = forms.IntegerField(min_value=1)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Private note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
