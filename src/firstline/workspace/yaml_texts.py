"""Plain data as YAML that people read and `documents` reads back as it was."""

import re
from typing import Any

import yaml

from firstline.workspace.documents import BOOL, FLOAT, INT, NULL

WIDTH = 100
LONG_TEXT = 80  # with its key and indentation about a line

# Line ends that YAML would change, what cannot be printed, and spaces that blocks would lose.
_NEEDS_QUOTES = re.compile(r"[^\S \n]|[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff]|\A\s|\s\Z| \n")
_TAG = "tag:yaml.org,2002:"


def yaml_text(data: object, *, width: float = WIDTH) -> str:
    """Write plain data.

    Args:
        data: what to write.
        width: columns after which a paragraph is wrapped.
    """
    return yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=width,
    )


# Not the C dumper, which writes an emoji as its number.
class _Dumper(yaml.SafeDumper):
    # What `documents` takes for no text, not what YAML 1.1 does.
    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - a table of the class

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - `documents` refuses them all
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Indent lists below their key too."""
        super().increase_indent(flow, False)  # noqa: FBT003 - the parent's signature


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(f"{_TAG}str", str(text), style=_style(text))


def _style(text: str) -> str | None:
    if _NEEDS_QUOTES.search(text):
        return '"'
    if "\n" in text:
        return "|"
    return ">" if len(text) > LONG_TEXT else None


for _kind, _pattern in {"null": NULL, "bool": BOOL, "int": INT, "float": FLOAT}.items():
    _whole = re.compile(rf"(?:{_pattern.pattern})\Z")
    _Dumper.add_implicit_resolver(f"{_TAG}{_kind}", _whole, [None])
_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, _text)
