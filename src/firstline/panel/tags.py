"""Template tags that every page has."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.panel.diffs import diff_lines

register = template.Library()
MINUTE, HOUR = 60, 3_600


@register.inclusion_tag("includes/_diff.html")
def diff(before: str, after: str) -> Mapping[str, Any]:
    """Show in red and green what changed from one text to the other."""
    return {"lines": diff_lines(before, after)}


@register.filter
def percent(share: object) -> str:
    """Show a share of 1, such as 0.421 as 42.1 %."""
    return f"{number_format(round(100 * share, 1), 1)} %" if isinstance(share, float | int) else "–"


@register.filter
def grouped(number: int) -> str:
    """Show a large number with its thousands apart."""
    return number_format(number, force_grouping=True)


@register.filter
def points(difference: float | None) -> str:
    """Show how far one share is from another, such as 0.018 as +1.8 points."""
    if difference is None:
        return "–"
    rounded = round(100 * difference, 1)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else "±"
    size = number_format(abs(rounded), 1)
    return _("%(size)s points") % {"size": f"{sign}{size}"}


@register.filter
def duration(took: timedelta | None) -> str:
    """Show how long something took, in the unit that people would use."""
    if took is None:
        return "–"
    seconds = round(took.total_seconds())
    if seconds < 1:
        return _("under a second")
    if seconds < MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    if seconds < HOUR:
        minutes = round(seconds / MINUTE)
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours, minutes = divmod(round(seconds / MINUTE), MINUTE)
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}


@register.filter
def fact(value: object) -> str:
    """Show the value of a fact as rules and files spell it; nothing for one that is unknown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@register.filter
def coded(message: object) -> SafeString:
    """Show what a message of the core has in backticks as code.

    Drawings, which are indented, stay as they are: their carets stand below a certain sign.
    """
    lines = (
        line if line.startswith(_DRAWN) else _NAMED.sub(r"<code>\1</code>", line)
        for line in escape(message).split("\n")
    )
    return mark_safe("\n".join(lines))  # noqa: S308 - escaped before


_DRAWN = "    "
_NAMED = re.compile(r"`([^`\n]+)`")


@register.filter
def item(mapping: Mapping[Any, Any], key: object) -> object:
    """Look a key up that is itself a variable."""
    return mapping.get(key)
