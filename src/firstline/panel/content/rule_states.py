"""A rule while it is edited: its text, its builder, its sentence, and what is wrong."""

from dataclasses import dataclass
from datetime import tzinfo

from django.http import QueryDict

from firstline.domain.errors import RuleError
from firstline.domain.facts import FactSchema
from firstline.panel.content.builder import Change, Fault, Group, changed, made, shown
from firstline.panel.content.builder.fitting import fitted
from firstline.panel.content.builder.forms import read
from firstline.rules import check, describe, format_rule, parse
from firstline.rules.tree import Always, Condition

BUILDER = "builder"
"""The view that a form says was edited last; else it is the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    text: str
    condition: Condition | None
    """`None` where the text, or what was built, is no rule."""
    group: Group | None = None
    """For the builder; `None` where it cannot show this rule."""
    errors: tuple[RuleError, ...] = ()
    """Of the text."""
    faults: tuple[Fault, ...] = ()
    """Of what was built."""
    is_built: bool = False
    """Whether the builder was edited last."""

    @property
    def sentence(self) -> str:
        return describe(self.condition) if self.condition else ""

    @property
    def is_always(self) -> bool:
        return isinstance(self.condition, Always)

    @property
    def is_unfinished(self) -> bool:
        """Whether the builder holds something that no text can say yet."""
        return self.is_built and self.condition is None

    @property
    def is_fine(self) -> bool:
        return self.condition is not None and not self.errors and not self.faults


def from_text(text: str, schema: FactSchema) -> RuleState:
    errors = check(text, schema)
    condition = _parsed(text)
    group = shown(condition, schema) if condition else None
    return RuleState(text=text, condition=condition, group=group, errors=errors)


def _parsed(text: str) -> Condition | None:
    try:
        return parse(text)
    except RuleError:
        return None


def from_builder(group: Group, text: str, schema: FactSchema, *, zone: tzinfo) -> RuleState:
    """Write what was built as text; while it is unfinished, the text stays as it was."""
    condition, faults = made(group, schema, zone=zone)
    text = format_rule(condition) if condition else text
    return RuleState(text=text, condition=condition, group=group, faults=faults, is_built=True)


def read_rule(data: QueryDict, schema: FactSchema, *, zone: tzinfo) -> RuleState:
    """Read what was edited last, and do to the builder what was asked for."""
    text = data.get("rule", "").replace("\r\n", "\n")
    if data.get("rule_view") != BUILDER:
        return from_text(text, schema)
    group = fitted(read(data), schema)
    if (asked := data.get("change", "")) in {*Change}:
        group = changed(group, Change(asked), data.get("at", "0"))
    return from_builder(group, text, schema, zone=zone)
