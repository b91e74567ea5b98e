"""What agents type."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from firstline.domain.decisions import Reply
from firstline.domain.services import Service
from firstline.domain.topics import Topic
from firstline.panel.conversations.agents import Said
from firstline.panel.conversations.models import Line
from firstline.panel.inbox.models import RejectionReason, Skills
from firstline.panel.inbox.snoozes import Snooze

LONGEST = 20_000


def _many(rows: int) -> forms.SelectMultiple:
    return forms.SelectMultiple(attrs={"size": rows})


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Reply to the customer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
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


class SkillsForm(forms.Form):
    topics = forms.MultipleChoiceField(
        label=_("Topics, each with all below it"), required=False, widget=_many(10)
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), required=False, widget=_many(4))
    lines = forms.MultipleChoiceField(
        label=_("Lines"), required=False, choices=Line.choices, widget=_many(2)
    )

    def __init__(
        self, written: QueryDict | None, *, skills: Skills, content: Service | None
    ) -> None:
        chosen = {"topics": skills.topics, "languages": skills.languages, "lines": skills.lines}
        super().__init__(written, initial=chosen)
        if content is None:
            return
        topics = [(str(topic.id), _indented(topic, content)) for topic in content.topics]
        languages = [(str(code), str(code)) for code in content.languages]
        for name, choices in (("topics", topics), ("languages", languages)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - as above
            field.choices = choices

    def fill(self, skills: Skills) -> None:
        for name in ("topics", "languages", "lines"):
            setattr(skills, name, self.cleaned_data[name])


def _indented(topic: Topic, content: Service) -> str:
    return "\u2003" * (len(content.topics.path(topic.id)) - 1) + topic.name


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Private note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
