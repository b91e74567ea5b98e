"""What an agent says of a decision."""

from collections.abc import Sequence
from typing import Any

from django import forms

from firstline.panel.feedback.models import Kind


class FeedbackForm(forms.Form):
    kind = forms.ChoiceField(choices=Kind.choices)
    topic = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, topics: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.fields["topic"] = forms.ChoiceField(
            choices=[(each, each) for each in topics], required=False
        )

    def clean(self) -> dict[str, Any]:
        """A wrong topic is told with the right one; nothing else has one."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_about_topic = cleaned.get("kind") == Kind.WRONG_TOPIC
        if is_about_topic and not cleaned.get("topic"):
            self.add_error("topic", "needed")
        if not is_about_topic:
            cleaned["topic"] = ""
        return cleaned
