"""What a content specialist reads about a broken service, word for word.

`FIRSTLINE_UPDATE_GOLDEN=1 pytest tests/golden` rewrites the reports; review them as text.
"""

import os
from pathlib import Path

import pytest

from firstline.domain.errors import WorkspaceError
from firstline.workspace import load_examples, load_service

FOLDERS = sorted(path for path in Path(__file__).parent.iterdir() if path.is_dir())


def report(folder: Path) -> str:
    with pytest.raises(WorkspaceError) as caught:
        load_examples(folder, load_service(folder))
    return f"{caught.value}\n"


@pytest.mark.parametrize(
    "folder", [folder for folder in FOLDERS if folder.name != "__pycache__"], ids=lambda f: f.name
)
def test_a_broken_service_gets_the_whole_report_at_once(folder: Path) -> None:
    golden = folder / "report.txt"
    if os.environ.get("FIRSTLINE_UPDATE_GOLDEN"):
        golden.write_text(report(folder), encoding="utf-8")
    assert report(folder) == golden.read_text(encoding="utf-8")
