"""The list of templates, and the pages of one."""

import pytest
from django.test import Client

LIST = "/s/shop/templates/"


@pytest.mark.parametrize(
    "path",
    [
        "templates/",
        "new-template/",
        "templates/paid_once/",
        "templates/paid_once/history/",
        "templates/paid_once/remove/",
        "templates/paid_once/try/",
    ],
)
def test_a_specialist_sees_every_page(ada: Client, path: str) -> None:
    assert ada.get(f"/s/shop/{path}").status_code == 200
