from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from firstline.panel.accounts.roles import Role
from firstline.panel.translations.compiling import compiled


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", ("トピック", "自動返信を一時停止")), ("ru", ("Темы", "Приостановить автоответы"))],
)
def test_a_page_speaks_the_language_of_who_reads_it(
    as_: Callable[[Role], Client], language: str, words: tuple[str, ...]
) -> None:
    client = as_(Role.OWNER)
    client.cookies["firstline_language"] = language
    page = client.get("/s/shop/topics/").content.decode()

    assert f'<html lang="{language}"' in page
    for word in words:
        assert word in page


def test_a_number_has_the_right_form(as_: Callable[[Role], Client]) -> None:
    client = as_(Role.OWNER)
    client.cookies["firstline_language"] = "ru"

    assert "Клиенты пишут на 6 тем." in client.get("/s/shop/topics/").content.decode()


def test_catalogues_are_compiled_once(tmp_path: Path) -> None:
    made = sorted(compiled(tmp_path).rglob("*.mo"))
    before = [path.stat().st_mtime_ns for path in made]

    assert [path.relative_to(tmp_path).parts[0] for path in made] == ["ja", "ru"]
    inodes = [path.stat().st_ino for path in made]
    compiled(tmp_path)
    assert [path.stat().st_ino for path in made] == inodes
    assert [path.stat().st_mtime_ns for path in made] == before
