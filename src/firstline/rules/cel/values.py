"""Facts and fixed values in CEL; numbers are another module's work."""

import json
from datetime import date, datetime

from firstline.domain.facts import FactName
from firstline.rules.tree import Duration, FactRef, Literal, Operand, ReceivedAt


def plain(operand: Operand) -> str:
    match operand:
        case FactRef():
            return _fact(operand.name)
        case ReceivedAt():
            return "received_at"
        case Literal():
            return _literal(operand)
        case _:
            raise TypeError(f"{operand} is a number")


def present(name: FactName) -> str:
    return f"{_quoted(name)} in facts"


def _fact(name: FactName) -> str:
    return f"facts[{_quoted(name)}]"


def duration(length: Duration) -> str:
    return f'duration("{int(length.length.total_seconds())}s")'


def _literal(literal: Literal) -> str:
    match literal.value:
        case str() as text:
            return _quoted(text)
        case datetime():
            return f'timestamp("{literal.text}")'
        case date():
            return f'"{literal.text}"'
        case _:
            return literal.text


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # every escape of JSON is one of CEL
