"""The rule language: parse, check, evaluate, explain, format."""

from firstline.rules.checking import check
from firstline.rules.compiled import CompiledRule, compile_rule
from firstline.rules.description import describe
from firstline.rules.drawing import draw
from firstline.rules.examples import contradiction
from firstline.rules.explanation import explain
from firstline.rules.formatting import format_rule
from firstline.rules.parsing import parse
from firstline.rules.presence import guaranteed_facts
from firstline.rules.storage import from_json, to_json
from firstline.rules.tree import Condition

__all__ = [
    "CompiledRule",
    "Condition",
    "check",
    "compile_rule",
    "contradiction",
    "describe",
    "draw",
    "explain",
    "format_rule",
    "from_json",
    "guaranteed_facts",
    "parse",
    "to_json",
]
