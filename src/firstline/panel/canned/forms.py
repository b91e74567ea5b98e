"""The form of a canned reply, with one text for each language of the service."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.domain.templates import placeholders
from firstline.panel.canned.models import CannedReply

LONGEST = 20_000


class CannedForm(forms.ModelForm[CannedReply]):
    class Meta:
        model = CannedReply
        fields = ("name", "tags")
        labels = {"name": gettext_lazy("Name"), "tags": gettext_lazy("Tags")}  # noqa: RUF012 - Django's

    def __init__(
        self,
        written: QueryDict | None,
        reply: CannedReply,
        *,
        languages: Sequence[str],
        facts: frozenset[str],
    ) -> None:
        super().__init__(written, instance=reply)
        self._facts = facts
        for code in languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": code},
                initial=self.instance.texts.get(code, ""),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        texts = self._texts(cleaned)
        if not texts:
            raise forms.ValidationError(_("Write the text in one language at least."))
        unknown = {name for text in texts.values() for name in placeholders(text)} - self._facts
        if unknown:
            words = _("There is no fact called %(names)s.")
            raise forms.ValidationError(words % {"names": ", ".join(sorted(unknown))})
        taken = self.instance.service.canned_replies.filter(name=cleaned.get("name"))
        if taken.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("There is one of this name."))
        self.instance.texts = texts
        return cleaned

    def _texts(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """Read the texts; one in a language that the service has no longer is kept."""
        kept = {code: t for code, t in self.instance.texts.items() if f"text_{code}" not in cleaned}
        written = {
            name.removeprefix("text_"): text
            for name, text in cleaned.items()
            if name.startswith("text_") and text
        }
        return kept | written
