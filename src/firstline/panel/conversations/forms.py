"""What agents type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.panel.conversations.agents import Said

LONGEST = 20_000


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Reply to the customer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    template = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    topic = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0)
    key = forms.CharField(required=False, max_length=64)

    @property
    def said(self) -> Said:
        of_form = self.cleaned_data
        return Said(
            text=of_form["text"],
            template_id=of_form["template"],
            topic_id=of_form["topic"],
            seen=of_form["seen"],
            key=of_form["key"],
        )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Private note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
