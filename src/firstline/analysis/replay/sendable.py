"""Whether a template can be sent, over columns: what the engine asks of one inquiry at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from firstline.domain.facts import FactName, FactSchema, FactType
from firstline.domain.templates import Template, TemplateAct, placeholders
from firstline.domain.traces import MessageAct
from firstline.rules import Condition, parse
from firstline.rules.columns import truth
from firstline.rules.columns.frames import column_of
from firstline.rules.tree import facts_of_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """A template with its rule parsed."""

    template: Template
    schema: FactSchema
    condition: Condition = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "condition", parse(self.template.rule))

    def facts(self) -> tuple[FactName, ...]:
        """Name the facts that it reads, in its rule and in its texts."""
        named = [name for text in self.template.texts.values() for name in placeholders(text)]
        return tuple(dict.fromkeys([*facts_of_rule(self.condition), *map(FactName, named)]))

    def over(self, frame: pl.DataFrame) -> pl.Expr:
        """Say for every row of a traffic whether its rule holds and nothing drops it."""
        holds = truth(self.condition, frame).fill_null(value=False)
        return holds & self._fits_act() & pl.any_horizontal(self._fits_languages())

    def _fits_act(self) -> pl.Expr:
        if self.template.act is TemplateAct.COURTESY:
            return pl.lit(value=True)
        return pl.col("act") == MessageAct.SUBSTANCE.value

    def _fits_languages(self) -> Iterator[pl.Expr]:
        for language, text in self.template.texts.items():
            known = map(self._is_known, map(FactName, placeholders(text)))
            yield pl.all_horizontal(pl.col("language") == language, *known)

    def _is_known(self, name: FactName) -> pl.Expr:
        """A placeholder for an empty list leaves a blank too."""
        fact, value = self.schema.get(name), pl.col(column_of(name))
        if fact is not None and fact.type is FactType.LIST:
            return (value.list.len() > 0).fill_null(value=False)
        return value.is_not_null()
