from pathlib import Path

import pytest

from firstline.workspace.documents import read_document
from firstline.workspace.fitting import fit
from firstline.workspace.shapes import CustomersShape, TemplateShape, TopicsShape, WorkspaceShape

WORKSPACE = "name: shop\nlanguages: [en]\ntime_zone: UTC\nencoder: bert\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file.yaml"


@pytest.mark.parametrize(
    ("shape", "text", "message"),
    [
        (WorkspaceShape, f"{WORKSPACE}facts: {{a: {{type: int, colour: 1}}}}", "there is no key"),
        (WorkspaceShape, WORKSPACE.replace("shop", "[a]"), "`name` must be a text, not a list"),
        (WorkspaceShape, WORKSPACE.replace("shop", "{}"), "`name` must be a text, not a mapping"),
        (WorkspaceShape, WORKSPACE.replace("shop", "true"), "`name` must be a text, not `true`"),
        (WorkspaceShape, WORKSPACE.replace("[en]", "[1]"), "item 1 of `languages` must be a text"),
        (WorkspaceShape, WORKSPACE.replace("shop", ""), "`name` is empty; fill it in or remove"),
        (WorkspaceShape, f"{WORKSPACE}policy: {{suggestions: 1.5}}", "must be a whole number"),
        (WorkspaceShape, f"{WORKSPACE}model: {{head: blent}}", "did you mean `blend`?"),
        (WorkspaceShape, f"{WORKSPACE}model: {{heads: svm}}", "did you mean `head`?"),
        (CustomersShape, "received_at: 2026-01-01\ncustomers: [{}]", "`id` is missing; add it"),
        (TopicsShape, "topics:\n- {id: a, name: A, children: [{id: b}]}", "`name` is missing"),
        (TemplateShape, "- a", "this must be a mapping"),
    ],
)
def test_what_does_not_fit_is_said_in_words(
    file: Path, shape: type[WorkspaceShape], text: str, message: str
) -> None:
    file.write_text(text)
    _, problems = fit(read_document(file), shape)
    assert message in problems[0].message
    assert "Input should" not in problems[0].message


def test_unknown_keys_are_reported_and_the_rest_is_used(file: Path) -> None:
    file.write_text(f"{WORKSPACE}colour: red\nfacts: {{a: {{type: int, hue: 1}}}}\n")
    shape, problems = fit(read_document(file), WorkspaceShape)
    assert shape is not None
    assert list(shape.facts) == ["a"]
    assert [problem.line for problem in problems] == [6, 5]
