import re
from pathlib import Path

from firstline.domain.facts import FactType
from firstline.learning.corpus import RejectReason
from firstline.workspace import load_examples, load_service
from firstline.workspace.changes import load_change
from firstline.workspace.columns import HISTORY_COLUMNS
from firstline.workspace.shapes import (
    ChangeShape,
    CustomerShape,
    FactShape,
    ModelShape,
    PolicyShape,
    TemplateShape,
    TopicShape,
    WorkspaceShape,
)

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "workspace.md").read_text(encoding="utf-8")
HISTORY = (DOCS / "how-to" / "import-history.md").read_text(encoding="utf-8")


def test_the_examples_of_the_reference_are_a_sound_service(tmp_path: Path) -> None:
    blocks = re.findall(r"## `(\w+\.yaml)`\n\n```yaml\n(.*?)```", REFERENCE, re.DOTALL)
    assert len(blocks) == 4
    for name, text in blocks:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(load_examples(tmp_path, load_service(tmp_path))) == 1


def test_the_change_of_the_reference_changes_its_service(tmp_path: Path) -> None:
    for name, text in re.findall(r"## `(\w+\.yaml)`\n\n```yaml\n(.*?)```", REFERENCE, re.DOTALL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    service = load_service(tmp_path)
    (block,) = re.findall(r"## A change file\n.*?```yaml\n(.*?)```", REFERENCE, re.DOTALL)
    change = tmp_path / "change.yaml"
    change.write_text(block.replace("old_reply", service.templates[0].id), encoding="utf-8")
    assert load_change(change, service) != service


def test_every_key_of_a_file_is_in_the_reference() -> None:
    shapes = (
        *(
            WorkspaceShape,
            PolicyShape,
            ModelShape,
            FactShape,
            TopicShape,
            TemplateShape,
            CustomerShape,
        ),
        ChangeShape,
    )
    keys = {key for shape in shapes for key in shape.model_fields}
    assert {
        key for key in keys if not re.search(rf"`{key}`|^\s*(- )?{key}:", REFERENCE, re.MULTILINE)
    } == set()
    assert {kind for kind in FactType if f"`{kind}`" not in REFERENCE} == set()


def test_every_column_and_reason_is_in_the_guide() -> None:
    words = (*HISTORY_COLUMNS, *RejectReason)
    assert [word for word in words if f"`{word}`" not in HISTORY] == []
