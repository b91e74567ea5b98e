"""Facts as variables, inside the limits of `firstline.domain.facts`.

Decimals are reals; whole numbers, microseconds of times, days of dates and codes of texts are
integers. That a decimal has finitely many digits, a text a thousand characters and a list a
hundred items is left out: what is proven holds all the more, and a witness is checked for it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from firstline.domain.facts import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_DIGITS,
    Fact,
    FactName,
    FactSchema,
    FactType,
)
from firstline.rules.moments import microseconds
from firstline.rules.proofs.asked import asked_by
from firstline.rules.proofs.smtlib import (
    FALSE,
    Formula,
    Term,
    any_of,
    apply,
    between,
    integer,
    no,
    real,
    truth,
)
from firstline.rules.proofs.texts import Part, implications
from firstline.rules.tree import Condition


class Variables:
    """One set for all conditions that are looked at together.

    Names of facts hold any character, so symbols are numbered instead.
    """

    received_at: Term = "received_at"

    def __init__(self, conditions: Iterable[Condition], schema: FactSchema) -> None:
        asked = asked_by(conditions, schema)
        self.facts = tuple(fact for fact in schema if fact.name in asked.facts)
        self.codes = {text: code for code, text in enumerate(asked.texts)}
        self.compared = tuple(asked.compared)
        self.sorts: dict[str, str] = {self.received_at: "Int"}
        """Symbol → sort, of all variables."""
        self.values: dict[FactName, Term] = {}
        self.known: dict[FactName, Formula] = {}
        """Of nullable facts only: the others are taken for known."""
        self.items: dict[FactName, dict[str, Formula]] = {}
        self.parts: dict[FactName, dict[Part, Formula]] = {}
        for number, fact in enumerate(self.facts):
            if fact.type is not FactType.LIST:
                self.values[fact.name] = self._new(f"value_{number}", _SORTS[fact.type])
            if fact.nullable:
                self.known[fact.name] = self._new(f"known_{number}", "Bool")
            self.items[fact.name] = {
                item: self._new(f"item_{number}_{place}", "Bool")
                for place, item in enumerate(asked.items.get(fact.name, ()))
            }
            self.parts[fact.name] = {
                part: self._new(f"part_{number}_{place}", "Bool")
                for place, part in enumerate(asked.parts.get(fact.name, ()))
            }

    def _new(self, symbol: str, sort: str) -> str:
        self.sorts[symbol] = sort
        return symbol

    def limits(self) -> Iterator[Formula]:
        """What holds of every order."""
        yield _in_years(self.received_at)
        for fact in self.facts:
            yield from self._limits_of(fact)
            yield from self._parts_agree(fact.name)
        for one, other in self.compared:
            same = apply("=", self.values[one], self.values[other])
            for part, has in self.parts[one].items():
                yield apply("=>", same, apply("=", has, self.parts[other][part]))

    def _limits_of(self, fact: Fact) -> Iterator[Formula]:
        value = self.values.get(fact.name, FALSE)
        match fact.type:
            case FactType.INT:  # a minus counts as a digit
                least, most = 1 - 10 ** (MAX_DIGITS - 1), 10**MAX_DIGITS - 1
                yield between(integer(least), value, integer(most))
            case FactType.DECIMAL:
                largest = 10 ** (MAX_DIGITS + 1)
                yield between(real(-largest), value, real(largest))
            case FactType.DATE:
                yield between(integer(1), value, integer(date.max.toordinal()))
            case FactType.DATETIME:
                yield _in_years(value)
            case FactType.ENUM | FactType.STRING:
                yield self._possible_text(fact)
            case FactType.LIST if fact.values:
                items = self.items[fact.name].items()
                yield from (no(has) for item, has in items if item not in fact.values)
            case _:
                pass

    def _possible_text(self, fact: Fact) -> Formula:
        """An enum has one of its values, and an empty text is an unknown one."""
        value = self.values[fact.name]
        if fact.type is FactType.ENUM and fact.values:
            possible = [self.codes[text] for text in fact.values if text]
            return any_of(apply("=", value, integer(code)) for code in possible)
        least = apply(">=", value, integer(0))
        if "" not in self.codes:
            return least
        return apply("and", least, apply("distinct", value, integer(self.codes[""])))

    def _parts_agree(self, name: FactName) -> Iterator[Formula]:
        has = self.parts[name]
        for part, other, has_other in implications(has):
            yield apply("=>", has[part], has[other] if has_other else no(has[other]))
        for text, code in self.codes.items() if has else ():
            is_text = apply("=", self.values[name], integer(code))
            for part, symbol in has.items():
                yield apply("=>", is_text, apply("=", symbol, truth(of=part.is_in(text))))


_SORTS = {
    FactType.ENUM: "Int",
    FactType.BOOL: "Bool",
    FactType.INT: "Int",
    FactType.DECIMAL: "Real",
    FactType.DATETIME: "Int",
    FactType.DATE: "Int",
    FactType.STRING: "Int",
}


def _in_years(moment: Term) -> Formula:
    first = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    return between(integer(microseconds(first)), moment, integer(microseconds(end) - 1))
