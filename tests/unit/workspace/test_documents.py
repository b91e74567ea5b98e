from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstline.workspace.documents import MAX_BYTES, Document, read_document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "topics.yaml"


def read(file: Path, content: str | bytes) -> Document:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_document(file)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("12:30", "12:30"),
        ("2026-03-01", "2026-03-01"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".nan", ".nan"),
        ("-12", -12),
        ("12.50", 12.5),
        ("True", True),
        ("'true'", "true"),
        ("~", None),
        ("9" * 31, 1e31),
    ],
)
def test_plain_words_are_read_as_json_would_have_them(file: Path, text: str, value: object) -> None:
    assert read(file, f"a: {text}\n").data == {"a": value}


def test_every_value_knows_its_line(file: Path) -> None:
    document = read(file, "a:\n  - b: 1\n    c: |\n      two\n\nd: 3\n")
    assert document.lines == {
        (): 1,
        ("a",): 1,
        ("a", 0): 2,
        ("a", 0, "b"): 2,
        ("a", 0, "c"): 3,
        ("d",): 6,
    }
    assert document.line(("a", 0, "e", "f")) == 2


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "topics.yaml: the file is empty"),
        (b"# only a comment\n", "topics.yaml: the file is empty"),
        (b"\n\n\xff\xfe", "topics.yaml:3: this is not UTF-8 text; save the file as UTF-8"),
        (b"PK\x03\x04", "topics.yaml:1: there is a control character here; is this a text file?"),
        (b"a:\n\tb: c", "topics.yaml:2: YAML allows no tabs at the start of a line; use spaces"),
        (b"a: 1\n--- \nb: 2", "topics.yaml:2: a second document starts here; remove the `---`"),
        (b"a: &x 1\nb: *x", "topics.yaml:2: `*` aliases are not supported; write the value out"),
        (
            b"a: !!python/name:os.system x",
            "topics.yaml:1: `!` tags are not supported; put a text in quotes",
        ),
        (b"[" * 100_000, "topics.yaml:1: this is nested deeper than 40 levels"),
        (
            b" " * (MAX_BYTES + 1),
            "topics.yaml: the file is larger than 5,000,000 bytes; split the service",
        ),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_cannot_be_read_says_why(file: Path, content: bytes, problem: str) -> None:
    document = read(file, content)
    assert [str(problem) for problem in document.problems] == [problem]
    assert not document.is_readable


def test_a_folder_in_place_of_a_file_is_a_problem(file: Path) -> None:
    file.mkdir()
    assert str(read_document(file).problems[0]).startswith("topics.yaml: the file cannot be read")


def test_a_null_document_is_empty(file: Path) -> None:
    assert str(read(file, "null").problems[0]) == "topics.yaml: the file is empty"


def test_bad_yaml_names_the_line_and_the_reason(file: Path) -> None:
    message = str(read(file, "a: [1, 2\nb: 3\n").problems[0])
    assert message.startswith("topics.yaml:2: this is not valid YAML: ")
    assert message.endswith("; check indentation and quotes")


@given(content=st.binary(max_size=200) | st.text("ab:-[]{}&*!|>'\"#\n\t ,", max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_holds_there_is_a_document(file: Path, content: bytes | str) -> None:
    document = read(file, content)
    assert document.is_readable or document.problems
