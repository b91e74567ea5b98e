"""Every text of the panel is there in every language."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from firstline.panel.translations.catalogues import (
    PLURALS,
    Translations,
    path_of,
    read_catalogue,
    write_catalogue,
)
from firstline.panel.translations.extracting import Text, texts

PLACEHOLDER = re.compile(r"%\(\w+\)[-.\d]*[a-z]|%[%sd]")
TAG = re.compile(r"</?\w+|href=\"[^\"]*\"|`[^`]*`")
FORMS = {"ja": 1, "ru": 3}


@pytest.fixture(scope="module")
def found() -> list[Text]:
    return list(texts())


@pytest.fixture(scope="module", params=list(PLURALS))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def known(language: str) -> Translations:
    return read_catalogue(path_of(language))


def test_every_text_is_translated(found: list[Text], known: Translations, language: str) -> None:
    missing = [text for text in found if not known.get(text.key)]

    assert not missing, f"`make translations`, then fill in what is empty for {language}"


def test_nothing_is_translated_that_no_page_says(found: list[Text], known: Translations) -> None:
    assert set(known) <= {text.key for text in found}, "`make translations` takes it out"


def test_a_text_has_a_plural_everywhere_or_nowhere(found: list[Text]) -> None:
    plurals = defaultdict(set)
    for text in found:
        plurals[text.key].add(text.plural)

    assert [key for key, forms in plurals.items() if len(forms) > 1] == []


def test_every_plural_form_is_there(found: list[Text], known: Translations, language: str) -> None:
    for text in found:
        if text.key not in known:
            continue  # another test says so
        assert len(known[text.key]) == (FORMS[language] if text.plural else 1), text
        assert all(known[text.key]), text


def test_placeholders_and_tags_are_those_of_the_english(
    found: list[Text], known: Translations
) -> None:
    for text in found:
        wanted = sorted(_fixed(text.plural or text.singular))
        for form in known.get(text.key, ()):
            assert sorted(_fixed(form)) == wanted, text


def _fixed(text: str) -> Iterator[str]:
    yield from PLACEHOLDER.findall(text)
    yield from (tag for tag in TAG.findall(text) if not tag.startswith("`"))


def test_nothing_is_marked_as_a_guess(language: str) -> None:
    with path_of(language).open("rb") as text:
        assert [message.id for message in read_po(text) if message.id and message.fuzzy] == []


def test_writing_a_catalogue_again_changes_nothing(
    found: list[Text], known: Translations, language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = tmp_path_factory.mktemp("locale") / "django.po"
    write_catalogue(language, found, known, copy)

    keys = {text.key for text in found}
    again = {key: forms for key, forms in read_catalogue(copy).items() if forms}
    assert again == {key: forms for key, forms in known.items() if key in keys and forms}
