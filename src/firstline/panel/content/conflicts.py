"""Somebody else saved the same template in between: both sides, and both together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from firstline.panel.content.drafts import as_text, mark_of
from firstline.panel.content.merging import merged
from firstline.workspace.items import Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    by: str
    base: str
    """What both started from, as text; empty where nobody knows any more."""
    base_mark: str
    """Marks it, so that the next form can tell again what both changed."""
    mine: str
    theirs: str
    is_removed: bool
    """Whether they removed it."""
    merged: Item | None
    """Both together, with mine where they touch."""
    their_values: Mapping[str, str] = field(default_factory=dict)
    """Fields that both changed otherwise → what they wrote there."""

    @property
    def has_base(self) -> bool:
        return bool(self.base)

    @property
    def clashes(self) -> list[str]:
        return list(self.their_values)

    @property
    def titles(self) -> list[str]:
        """Name the fields that both changed, in words."""
        return [_title(name) for name in self.their_values]


def conflict_of(
    base: Any,  # noqa: ANN401 - JSON
    mine: Item,
    theirs: Item | None,
    *,
    by: str,
) -> Conflict:
    together, clashes = merged(base, mine, theirs)
    return Conflict(
        by=by,
        base=as_text(base),
        base_mark=mark_of(base),
        mine=as_text(mine),
        theirs=as_text(theirs),
        is_removed=theirs is None,
        merged=together,
        their_values={name: _shown(_value(theirs or {}, name)) for name in clashes},
    )


def with_theirs(mine: Item, theirs: Item, name: str) -> Item:
    """Take one field of an item, such as `rule` or `texts.en`, from another one."""
    key, _dot, code = name.partition(".")
    if code:
        texts = with_theirs(mine.get(key, {}), theirs.get(key, {}), code)
        return mine | {key: texts}
    rest = {other: value for other, value in mine.items() if other != key}
    return rest | ({key: theirs[key]} if key in theirs else {})


def _value(item: Item, name: str) -> object:
    key, _dot, code = name.partition(".")
    value = item.get(key)
    return value.get(code) if code and isinstance(value, dict) else value


def _shown(value: object) -> str:
    return value if isinstance(value, str) else as_text(value)


def _title(name: str) -> str:
    key, _dot, code = name.partition(".")
    if key == "texts":
        return _("text in “%s”") % code if code else _("texts")
    titles = {
        "rule": _("rule"),
        "topics": _("topics"),
        "act": _("what the reply does"),
        "equivalents": _("as right as others"),
        "examples": _("examples"),
    }
    return titles.get(key, key)
