"""Whoever installs as the README says has all that the panel and the answering side import."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest
from tests.docs.pages import ROOT

SOURCES = ROOT / "src" / "firstline"
EXTRAS = {"torch", "transformers"}  # of `train`, in an environment of its own
PINNED = {
    match[1].lower()
    for name in ("base", "encoders")
    for match in re.finditer(
        r"^([\w.-]+)==", (ROOT / "requirements" / f"{name}.txt").read_text(), re.MULTILINE
    )
}


def _imported() -> Iterator[str]:
    """Name every top-level module that is imported anywhere, also where it is needed."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


OTHERS = sorted({*_imported()} - {*sys.stdlib_module_names} - {"firstline"} - EXTRAS)


@pytest.mark.parametrize("module", OTHERS)
def test_what_is_imported_is_pinned(module: str) -> None:
    names = {re.sub(r"[-_.]+", "-", name).lower() for name in packages_distributions()[module]}
    assert names & PINNED
