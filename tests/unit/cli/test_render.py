from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from tests.builders import a_service, some_thresholds

from firstline.cli.render import print_thresholds
from firstline.domain.guarantees import Thresholds

SERVICE = a_service()


def printed(thresholds: Thresholds) -> str:
    console = Console(file=StringIO(), width=140)
    print_thresholds(console, thresholds)
    output = console.file
    assert isinstance(output, StringIO)
    return output.getvalue()


def unpromised(cases_needed: int | None) -> Thresholds:
    thresholds = some_thresholds(SERVICE, None)
    (promise,) = thresholds.precision
    return replace(thresholds, precision=(replace(promise, cases_needed=cases_needed),))


def test_a_promise_is_shown_with_its_evidence() -> None:
    shown = printed(some_thresholds(SERVICE, 0.5))

    assert "48 of 50 right (60 cases)" in shown
    assert "≥ 75% right, 80% sure" in shown
    assert "39 of 40 routed" in shown
    assert "≥ 50% of expert inquiries routed" in shown


@pytest.mark.parametrize(
    ("cases_needed", "words"),
    [
        (40, "suggests only: needs about 40 more labelled cases"),
        (None, "suggests only: not right often enough"),
    ],
)
def test_where_nothing_is_promised_the_table_says_why(cases_needed: int | None, words: str) -> None:
    shown = printed(unpromised(cases_needed))

    assert words in shown
    assert "60 cases" in shown


def test_an_expert_line_that_cannot_promise_yet_says_what_is_missing() -> None:
    thresholds = some_thresholds(SERVICE, 0.5)
    expert = replace(thresholds.expert, holds=False, cases_needed=7)

    assert "not yet: needs about 7 more cases" in printed(replace(thresholds, expert=expert))
