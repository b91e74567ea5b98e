"""Read the text of a rule."""

from functools import cache

from lark import Lark
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from firstline.domain.errors import RuleError
from firstline.rules.building import TreeBuilder, UnusableValueError
from firstline.rules.expectations import unexpected_character, unexpected_token
from firstline.rules.limits import MAX_SOURCE, excess
from firstline.rules.tree import Condition


def parse(source: str) -> Condition:
    """Read a rule; whatever the text, the result is a tree or a `RuleError`.

    Raises:
        RuleError: the text is no rule, or too large a one.
    """
    if len(source) > MAX_SOURCE:
        raise RuleError(f"a rule has at most {MAX_SOURCE} characters", source=source, position=0)
    if not source.strip():
        raise RuleError(
            "the rule is empty; write `always` if nothing must hold", source=source, position=0
        )
    condition = _tree(source)
    if found := excess(condition):
        message, position = found
        raise RuleError(message, source=source, position=position)
    return condition


def _tree(source: str) -> Condition:
    try:
        # Lark's types do not know that TreeBuilder turned the tree into a condition.
        return _parser().parse(source)  # type: ignore[return-value]
    except UnexpectedToken as error:
        message, position = unexpected_token(_parser(), source, error.token)
    except UnexpectedCharacters as error:
        place: int = error.pos_in_stream  # type: ignore[assignment] # lark declares None
        message, position = unexpected_character(source, place)
    except UnusableValueError as error:
        message, position = error.message, error.at
    raise RuleError(message, source=source, position=position)


@cache
def _parser() -> Lark:
    """Build the parse table once, at the first rule (about 60 ms)."""
    return Lark.open_from_package(
        "firstline.rules",
        "grammar.lark",
        parser="lalr",
        lexer="basic",
        transformer=TreeBuilder(),
    )
