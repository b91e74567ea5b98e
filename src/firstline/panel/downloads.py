"""Give tables away as CSV that a spreadsheet cannot be tricked with."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, also in full width."""
NEUTRAL = "'"


def safe_cell(value: object) -> str:
    """Write a cell as text; one that could be a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"{NEUTRAL}{text}" if text.startswith(FORMULA_STARTS) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def csv_download(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Answer with a CSV file; its byte order mark tells Excel that it is UTF-8."""
    return HttpResponse(
        "\ufeff" + csv_text(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
