"""What one side's files have and the other's do not, line by line."""

import difflib
from collections.abc import Iterator, Mapping

from rich.text import Text

STYLES = {"+": "green", "-": "red", "@": "cyan"}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Text]:
    """Yield lines for a terminal: red goes, green comes."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ""), after.get(name, "")
        lines = difflib.unified_diff(
            old.splitlines(), new.splitlines(), f"panel/{name}", f"here/{name}", lineterm=""
        )
        for line in lines:
            yield Text(line, style=STYLES.get(line[:1], ""))
