import pytest

from firstline.domain import errors
from firstline.domain.errors import FirstlineError, InquiryError, Problem, RuleError, WorkspaceError


def test_a_rule_error_draws_the_place() -> None:
    source = 'payment_type is "card"\n  and order_total >='
    error = RuleError("expected a value after >=", source=source, position=len(source))

    assert str(error) == (
        "expected a value after >=\n      and order_total >=\n                        ^"
    )


def test_a_workspace_error_lists_every_problem_with_its_line() -> None:
    problems = (
        Problem(file="topics.yaml", line=3, message="`id` is missing; add it"),
        Problem(file="templates.yaml", line=0, message="the file is empty"),
    )

    assert str(WorkspaceError(problems)) == (
        "topics.yaml:3: `id` is missing; add it\ntemplates.yaml: the file is empty"
    )


def test_an_inquiry_error_names_its_field() -> None:
    assert str(InquiryError("facts.trips", "is no number")) == "facts.trips: is no number"


@pytest.mark.parametrize(
    "name", [name for name, kind in vars(errors).items() if isinstance(kind, type)]
)
def test_every_error_for_a_person_is_in_the_tree_that_the_module_draws(name: str) -> None:
    kind = getattr(errors, name)

    assert not issubclass(kind, Exception) or issubclass(kind, FirstlineError)
    assert not issubclass(kind, Exception) or name in (errors.__doc__ or "")
