import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.panel.downloads import FORMULA_STARTS, csv_download, csv_text, safe_cell


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1"]
)
def test_a_formula_in_a_cell_stays_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [safe_cell(-3), safe_cell("Where is it?"), safe_cell(None)] == ["-3", "Where is it?", ""]


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")))))
def test_no_cell_of_an_export_begins_as_a_formula_does(rows: list[list[str]]) -> None:
    text = csv_text(["a"], rows)

    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(FORMULA_STARTS) for cell in row)


def test_an_export_is_a_file_to_save() -> None:
    response = csv_download("audit.csv", ["who"], [["Olga"]])

    assert response["Content-Disposition"] == 'attachment; filename="audit.csv"'
    assert response.content.decode("utf-8-sig") == "who\r\nOlga\r\n"
