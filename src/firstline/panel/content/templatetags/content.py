"""Filters of the content pages."""

import builtins
from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from firstline.panel.content import drafts
from firstline.panel.usage.sparklines import points

register = template.Library()


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - whatever it holds
    return mapping.get(key)


@register.filter
def percent(share: float) -> str:
    return f"{share:.0%}"


@register.filter
def spark(numbers: Sequence[int]) -> str:
    return points(numbers)


@register.filter
def sum(numbers: Sequence[int]) -> int:  # noqa: A001 - named as in templates
    return builtins.sum(numbers)


@register.filter
def problems_of(checked: Any, field: str) -> Any:  # noqa: ANN401
    return checked.of(field)


@register.filter
def as_text(body: Any) -> str:  # noqa: ANN401 - JSON
    return drafts.as_text(body)
