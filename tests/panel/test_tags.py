"""What pages say in the words of the core."""

import pytest
from django.template import engines


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("no fact `a_b`; try `c`", "no fact <code>a_b</code>; try <code>c</code>"),
        ("`{{ tip }}` may be missing", "<code>{{ tip }}</code> may be missing"),
        ("`<b>` & more", "<code>&lt;b&gt;</code> &amp; more"),
        ("a lone ` stays", "a lone ` stays"),
        ("wrong\n    `order.cost` > 5\n    ^", "wrong\n    `order.cost` &gt; 5\n    ^"),
    ],
)
def test_names_in_backticks_are_shown_as_code(message: str, shown: str) -> None:
    page = engines["django"].from_string("{{ message|coded }}")

    assert page.render({"message": message}) == shown
