"""What Firstline tells a customer of the conversation itself, in the customer's language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.panel.conversations.waits import Wait

LONG_MINUTES = 120
"""From here on hours are told."""


def hand_off_words(language: str, wait: Wait | None) -> str:
    """Say that a person takes over, and when."""
    with translation.override(spoken(language)):
        stay = _("You can stay here or come back; you need not repeat anything.")
        return f"{_('A person will answer you.')} {_wait_words(wait)} {stay}"


def introduction_words(language: str, *, name: str, asked: str) -> str:
    """Greet a customer in their language: who answers, and what they need not repeat."""
    with translation.override(spoken(language)):
        if not asked:
            return _("Hello, my name is %(name)s. I will look into it.") % {"name": name}
        words = _("Hello, my name is %(name)s. You wrote: “%(asked)s” I will look into it.")
        return words % {"name": name, "asked": asked}


def spoken(language: str) -> str:
    """Choose a language that Firstline speaks."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _wait_words(wait: Wait | None) -> str:
    if wait is None:
        return _("You get an answer as soon as somebody is free.")
    if wait.to_minutes < LONG_MINUTES:
        words = ngettext(
            "Lately that took between %(low)d and %(high)d minute.",
            "Lately that took between %(low)d and %(high)d minutes.",
            wait.to_minutes,
        )
        return words % {"low": wait.from_minutes, "high": wait.to_minutes}
    hours = -(-wait.to_minutes // 60)
    words = ngettext(
        "Lately that took up to %(hours)d hour.", "Lately that took up to %(hours)d hours.", hours
    )
    return words % {"hours": hours}
