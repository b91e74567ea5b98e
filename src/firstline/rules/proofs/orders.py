"""What a solver found, read as the facts of an order."""

from datetime import date, datetime
from decimal import Context, Decimal
from fractions import Fraction

from firstline.domain.facts import Fact, FactType
from firstline.rules.moments import moment_of
from firstline.rules.proofs.solver import Values
from firstline.rules.proofs.texts import character_outside, text_with
from firstline.rules.proofs.variables import Variables


class OrderReader:
    """Reads values of one set of variables."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._texts = {code: text for text, code in variables.codes.items()}
        parts = [part.text for has in variables.parts.values() for part in has]
        self._gap = character_outside((*variables.codes, *parts))

    def received_at(self, values: Values) -> datetime:
        return moment_of(int(values[self._variables.received_at]))

    def raw_facts(self, values: Values) -> dict[str, object]:
        """Read the facts as a help desk would send them; the schema parses and checks them."""
        known = self._variables.known
        return {
            fact.name: self._read(values, fact)
            for fact in self._variables.facts
            if fact.name not in known or values.get(known[fact.name])
        }

    def _read(  # noqa: PLR0911 - one line per type of fact
        self, values: Values, fact: Fact
    ) -> object:
        value = values.get(self._variables.values.get(fact.name, ""), 0)
        match fact.type:
            case FactType.LIST:
                items = self._variables.items[fact.name].items()
                return tuple(item for item, has in items if values.get(has))
            case FactType.BOOL:
                return bool(value)
            case FactType.DECIMAL:
                return _decimal(Fraction(value))
            case FactType.INT:
                return int(value)
            case FactType.DATE:
                return date.fromordinal(int(value)).isoformat()
            case FactType.DATETIME:
                return moment_of(int(value))
            case FactType.ENUM | FactType.STRING:
                return self._text(values, fact, int(value))

    def _text(self, values: Values, fact: Fact, code: int) -> str:
        if code in self._texts:
            return self._texts[code]
        parts = self._variables.parts[fact.name].items()
        chosen = [part for part, has in parts if values.get(has)]
        others = sorted(self._unnamed(values))
        return text_with(chosen, self._gap * (others.index(code) + 1))

    def _unnamed(self, values: Values) -> set[int]:
        """Find the codes of the texts that no rule names."""
        texts = [
            f.name for f in self._variables.facts if f.type in (FactType.ENUM, FactType.STRING)
        ]
        codes = {int(values.get(self._variables.values[name], 0)) for name in texts}
        return codes - self._texts.keys()


_EXACT = Context(prec=100)  # a fact has at most 30 digits, behind as many zeros
_CENTS = Decimal("0.01")
_MOST_WITH_CENTS = 10**6  # larger numbers may have no room for two more digits


def _decimal(number: Fraction) -> Decimal:
    """Write a number out; one without an end, such as 1/3, gets too long for a fact."""
    exact = _EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
    if abs(exact) < _MOST_WITH_CENTS and exact == exact.quantize(_CENTS):
        return exact.quantize(_CENTS)
    return exact
