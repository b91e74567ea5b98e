"""Template tags that every page has."""

from collections.abc import Mapping
from typing import Any

from django import template

from firstline.panel.diffs import diff_lines

register = template.Library()


@register.inclusion_tag("includes/_diff.html")
def diff(before: str, after: str) -> Mapping[str, Any]:
    """Show in red and green what changed from one text to the other."""
    return {"lines": diff_lines(before, after)}
