"""The form of a chat's settings."""

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.panel.chats.models import Chat

LONGEST_GREETING = 500
MOST_ORIGINS = 50


class OriginsField(forms.CharField):
    """Origins of pages, one a line; kept as a list."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        origins = [_origin(line) for line in super().clean(value).split()]
        if len(origins) > MOST_ORIGINS:
            raise forms.ValidationError(_("At most %(most)d.") % {"most": MOST_ORIGINS})
        return list(dict.fromkeys(origins))


def _origin(text: str) -> str:
    """Read an origin as browsers send it: scheme, host, and a port that is not the usual one."""
    refusal = forms.ValidationError(
        _("“%(text)s” is no origin; write it like https://shop.example.") % {"text": text[:100]}
    )
    try:
        parts = urlsplit(text.lower().rstrip("/"))
        port = parts.port
    except ValueError as error:
        raise refusal from error
    is_bare = not (parts.path or parts.query or parts.fragment or parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise refusal
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


class ChatForm(forms.ModelForm[Chat]):
    origins = OriginsField(
        label=gettext_lazy("Pages that may show it"),
        help_text=gettext_lazy(
            "One origin a line, such as https://shop.example. Pages of this server always may."
        ),
    )

    class Meta:
        model = Chat
        fields = ("is_on", "allows_anonymous", "origins", "title")
        labels: ClassVar[dict[str, Any]] = {
            "is_on": gettext_lazy("The chat is on"),
            "allows_anonymous": gettext_lazy("Customers may write without signing in"),
            "title": gettext_lazy("Title"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "is_on": gettext_lazy("While it is off, nobody begins a conversation in it."),
            "allows_anonymous": gettext_lazy(
                "Of them nothing is known, so fewer replies fit. Otherwise only customers whom "
                "your server has signed see the chat."
            ),
            "title": gettext_lazy("At its top; “Support” in the customer's language if empty."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        for language, name in settings.LANGUAGES:
            self.fields[f"greeting_{language}"] = forms.CharField(
                label=_("Greeting, %(language)s") % {"language": name},
                required=False,
                max_length=LONGEST_GREETING,
                initial=self.instance.greetings.get(language, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def save(self, commit: bool = True) -> Chat:  # noqa: FBT001, FBT002 - Django's
        self.instance.greetings = dict(self._greetings())
        return super().save(commit)

    def _greetings(self) -> Iterator[tuple[str, str]]:
        for language, _name in settings.LANGUAGES:
            if text := self.cleaned_data[f"greeting_{language}"].strip():
                yield language, text
