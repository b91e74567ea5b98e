"""What the pages about topics ask for."""

import re
from collections.abc import Iterable

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from firstline.domain.topics import Line, Mode
from firstline.panel.topics.nodes import Filters
from firstline.panel.topics.wording import LINES, MODES

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


class TopicForm(forms.Form):
    name = forms.CharField(max_length=200)
    description = forms.CharField(max_length=2_000, required=False)
    line = forms.ChoiceField(choices=[(line.value, LINES[line]) for line in Line])


class NewTopicForm(TopicForm):
    id = forms.RegexField(
        ID,
        max_length=100,
        required=False,
        error_messages={"invalid": _("Use letters, digits, “_”, “-” and “.”.")},
    )
    below = forms.CharField(required=False)
    mode = forms.ChoiceField(
        choices=[(mode.value, MODES[mode]) for mode in (Mode.OFF, Mode.SHADOW, Mode.SUGGEST)]
    )


class LadderForm(forms.Form):
    mode = forms.ChoiceField(choices=[(mode.value, MODES[mode]) for mode in Mode])
    all_below = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=1_000, required=False)


class PauseForm(forms.Form):
    why = forms.CharField(max_length=500, required=False)
    topic = forms.CharField(max_length=100, required=False)


class FilterForm(forms.Form):
    q = forms.CharField(required=False)
    line = forms.CharField(required=False)
    mode = forms.CharField(required=False)
    only = forms.CharField(required=False)

    def filters(self) -> Filters:
        self.is_valid()
        asked = self.cleaned_data
        return Filters(words=asked["q"], line=asked["line"], mode=asked["mode"], only=asked["only"])


def proposed_id(name: str, taken: Iterable[str]) -> str:
    """Make an id from a name; where its script has no letters for that, number it."""
    stem = slugify(name).replace("-", "_")[:80].strip("_") or "topic"
    known, number, proposed = set(taken), 1, stem
    while proposed in known:
        number += 1
        proposed = f"{stem}_{number}"
    return proposed
