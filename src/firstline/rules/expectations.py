"""Syntax errors in plain words, from the set of tokens that the parser would have accepted."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lark import Lark, Token

_VALUE = {"STRING", "NUMBER", "DATE", "DATETIME", "BOOL", "MINUS"}
_OPERAND = {*_VALUE, "NAME", "QUOTED_NAME", "RECEIVED_AT", "LPAR"}
_CONDITION = {*_OPERAND, "ALWAYS", "_NOT", "_WITHIN"}
_TEXT_OPERATOR = {"_CONTAINS", "_STARTS", "_ENDS", "_DOES"}
_BOUND = {"_MORE", "_LESS", "_AT"}
_COMPARISON = {"COMPARATOR", "_IS", "_IN", "_NOT", "_BETWEEN", "_WITHIN"} | _TEXT_OPERATOR | _BOUND

# The first token of each set decides whether the phrase is used; it stands for the whole set.
# Signs of arithmetic are never named: wherever one fits, something likelier fits too.
_PHRASES: tuple[tuple[str, str, AbstractSet[str]], ...] = (
    ("ALWAYS", 'a condition such as `payment_type is "card"`', _CONDITION),
    ("NAME", "a fact or a value", _OPERAND),
    ("BOOL", "a value", _VALUE),
    ("STRING", "a text in quotes", {"STRING"}),
    ("NUMBER", "a number", {"NUMBER"}),
    ("COMPARATOR", "a comparison such as `is`, `<`, `in` or `contains`", _COMPARISON),
    ("_AND", "`and`", {"_AND"}),
    ("_OR", "`or`", {"_OR"}),
    ("_NOT", "`not`", {"_NOT"}),
    ("_IN", "`in`", {"_IN"}),
    ("_BETWEEN", "`between`", {"_BETWEEN"}),
    ("_WITHIN", "`within`", {"_WITHIN"}),
    ("_MISSING", "`missing`", {"_MISSING"}),
    ("_PRESENT", "`present`", {"_PRESENT"}),
    ("_CONTAIN", "`contain`", {"_CONTAIN"}),
    ("_START", "`start with`", {"_START"}),
    ("_END", "`end with`", {"_END"}),
    ("_WITH", "`with`", {"_WITH"}),
    ("_THAN", "`than`", {"_THAN"}),
    ("_LEAST", "`least`", {"_LEAST"}),
    ("_MOST", "`most`", {"_MOST"}),
    ("_MORE", "`more than`", {"_MORE"}),
    ("_LESS", "`less than`", {"_LESS"}),
    ("_AT", "`at least`", {"_AT"}),
    ("UNIT", "`seconds`, `minutes`, `hours` or `days`", {"UNIT"}),
    ("_AGO", "`ago`", {"_AGO"}),
    ("SIDE", "`before`", set()),
    ("SIDE", "`after`", {"SIDE"}),
    ("_OF", "`of`", {"_OF"}),
    ("LPAR", "`(`", {"LPAR"}),
    ("LSQB", 'a list such as `["card", "cash"]`', {"LSQB"}),
    ("COMMA", "a comma", {"COMMA"}),
    ("RPAR", "`)`", {"RPAR"}),
    ("RSQB", "`]`", {"RSQB"}),
)
_LISTS_EXAMPLES = "such as"

# What may stand after a whole condition.
_ENDS = {"_AND", "_OR", "$END"}

_SLIPS = {
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`",
    "/": "there is no division; multiply the other side instead",
    ".": "a name with a dot is written in backticks, such as `order.cost`",
    "#": "there are no comments in a rule",
    "{": 'a list is written in square brackets, such as ["card", "cash"]',
}
_UNCLOSED = {
    "`": "this name has no closing backtick",
    **dict.fromkeys("\"'“”„‘’‚", "this text has no closing quote"),
}


def unexpected_token(parser: Lark, source: str, token: Token) -> tuple[str, int]:
    accepted = _accepted_before(parser, source, token)
    message = f"expected {_one_of(_phrases(accepted))}{_hint(token, accepted)}"
    if token.type == "$END":
        return f"{message}; the rule ends here", len(source.rstrip())
    return message, token.start_pos or 0


def _accepted_before(parser: Lark, source: str, token: Token) -> AbstractSet[str]:
    """Parse again up to the token.

    The failed parser is no witness: before it gave up it closed what it could, so that after
    `(a is 1` it would still name `)`, but neither `and` nor `or`.
    """
    again = parser.parse_interactive(source)
    tokens: Iterator[Token] = again.lexer_thread.lex(again.parser_state)  # type: ignore[no-untyped-call] # lark's
    for earlier in tokens:
        if earlier.start_pos == token.start_pos and token.type != "$END":
            break
        again.feed_token(earlier)
    accepted: set[str] = again.accepts()  # type: ignore[no-untyped-call] # lark's
    return accepted


def unexpected_character(source: str, position: int) -> tuple[str, int]:
    character = source[position]
    if character in _UNCLOSED:
        return _UNCLOSED[character], position
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    message = f"`{shown}` has no meaning in a rule"
    return f"{message}; {_SLIPS[character]}" if character in _SLIPS else message, position


def _phrases(accepted: AbstractSet[str]) -> list[str]:
    left = set(accepted)
    phrases = []
    for token, phrase, covered in _PHRASES:
        if token in left:
            phrases.append(phrase)
            left -= covered
    return phrases


def _one_of(phrases: list[str]) -> str:
    """Join phrases; one that lists examples ends the sentence, since it has commas of its own."""
    *others, last = sorted(phrases, key=lambda phrase: _LISTS_EXAMPLES in phrase)
    if not others:
        return last
    comma = "," if _LISTS_EXAMPLES in last else ""
    return f"{', '.join(others)}{comma} or {last}"


def _hint(token: Token, accepted: AbstractSet[str]) -> str:
    text = str(token)
    if token.type == "NAME" and "STRING" in accepted and "NAME" not in accepted:
        return f'; write "{text}" in quotes'
    if token.type in _ENDS and "COMPARATOR" in accepted:
        return "; a yes-or-no fact is written `… is true`"
    if text.isidentifier() and "NAME" in accepted and token.type not in _ENDS:
        return f"; `{text}` is a word of this language, put a fact of this name in backticks"
    return ""
