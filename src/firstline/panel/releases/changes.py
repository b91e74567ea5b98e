"""What differs between two versions of content, item by item and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from firstline.domain.errors import RuleError
from firstline.domain.services import Service
from firstline.panel.content.drafts import as_text
from firstline.panel.content.models import Kind
from firstline.rules import describe, parse
from firstline.workspace.items import settings_items, template_item, topic_item, trigger_item


class How(StrEnum):
    NEW = "new"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing about an item that differs."""

    title: str | Promise
    before: str
    after: str

    @property
    def is_short(self) -> bool:
        return len(self.before) + len(self.after) <= SHORT and "\n" not in self.before + self.after


SHORT = 60  # characters that stand beside each other; more is a diff of lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemChange:
    kind: Kind
    key: str
    how: How
    parts: tuple[Part, ...]


def item_change(kind: Kind, key: str, before: Any, after: Any) -> ItemChange:  # noqa: ANN401 - JSON
    """Compare two versions of an item; `None` where there is none."""
    how = How.NEW if before is None else How.REMOVED if after is None else How.CHANGED
    parts: tuple[Part, ...]
    if kind is Kind.SETTINGS:
        parts = (Part(title=key, before=_value(before), after=_value(after)),)
    else:
        parts = tuple(_parts(before or {}, after or {}))
    return ItemChange(kind=kind, key=key, how=how, parts=parts)


def service_changes(before: Service, after: Service) -> list[ItemChange]:
    """Compare all content of two releases."""
    return [item_change(*each) for each in _changed_items(before, after)]


def service_texts(before: Service, after: Service) -> tuple[str, str]:
    """Write what differs in the content of two releases as two texts, for a diff."""
    changed = list(_changed_items(before, after))
    old = "".join(_text(kind, key, was) for kind, key, was, _now in changed)
    new = "".join(_text(kind, key, is_now) for kind, key, _was, is_now in changed)
    return old, new


def _text(kind: Kind, key: str, body: Any) -> str:  # noqa: ANN401
    return "" if body is None else f"# {kind} {key}\n{as_text(body)}\n"


def _changed_items(before: Service, after: Service) -> Iterator[tuple[Kind, str, Any, Any]]:
    old, new = _items(before), _items(after)
    for kind, key in dict.fromkeys([*new, *old]):
        was, is_now = old.get((kind, key)), new.get((kind, key))
        if was != is_now:
            yield kind, key, was, is_now


def _items(service: Service) -> Mapping[tuple[Kind, str], Any]:
    return {
        **{(Kind.TEMPLATE, str(t.id)): template_item(t) for t in service.templates},
        **{(Kind.TOPIC, str(t.id)): topic_item(t) for t in service.topics},
        **{(Kind.TRIGGER, str(t.id)): trigger_item(t) for t in service.triggers},
        **{(Kind.SETTINGS, key): value for key, value in settings_items(service).items()},
    }


def _parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Part]:
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        if (old or None) == (new or None):
            continue  # an empty list is as good as none
        if key in _BY_LANGUAGE:
            yield from _in_languages(_BY_LANGUAGE[key], old or {}, new or {})
        else:
            yield Part(title=_TITLES.get(key, key), before=_value(old), after=_value(new))
        if key == "rule" and (old or new):
            yield Part(title=_("In words"), before=_in_words(old), after=_in_words(new))


def _in_languages(
    what: Promise, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Part]:
    for language in dict.fromkeys([*after, *before]):
        old, new = _value(before.get(language)), _value(after.get(language))
        if old != new:
            title = format_lazy("{} ({})", what, language)
            yield Part(title=title, before=old, after=new)


def _value(value: Any) -> str:  # noqa: ANN401
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if all(isinstance(each, str) for each in value):
            return ", ".join(value)
        case _:
            return as_text(value).removesuffix("...\n").rstrip()


def _in_words(rule: str | None) -> str:
    try:
        return describe(parse(rule)) if rule else ""
    except RuleError:
        return ""


_BY_LANGUAGE: Mapping[str, Promise] = {"texts": _("Text"), "words": _("Words")}
_TITLES: Mapping[str, Promise] = {
    "id": _("Id"),
    "topics": _("Topics"),
    "rule": _("Rule"),
    "act": _("What it does"),
    "equivalents": _("As right as"),
    "examples": _("Examples"),
    "name": _("Name"),
    "description": _("Description"),
    "line": _("Line"),
    "mode": _("Mode"),
    "parent": _("Below"),
}
