from collections.abc import Callable
from pathlib import Path

import pytest

from firstline.domain.policy import Budget, Costs, Policy
from firstline.workspace import load_service

Shop = Callable[..., Path]
Problems = Callable[[Path], list[str]]

HEAD = "name: shop\nlanguages: [en, no]\ntime_zone: UTC\nencoder: all-MiniLM-L6-v2\n"
FACTS = """facts:
  payment_type: {type: enum, values: [card, cash, none]}
  order_cost: {type: decimal}
  driver_name: {type: string, nullable: true}
"""


@pytest.fixture
def with_policy(a_shop: Shop) -> Callable[[str], Path]:
    return lambda policy: a_shop(workspace=f"{HEAD}policy: {{{policy}}}\n{FACTS}")


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("target_precision: 0.9", Policy(target_precision=0.9)),
        ("method: precision", Policy()),
        (
            "method: budget, budget: {share: 0.2}",
            Policy(method=Budget(share=0.2, per_day=None)),
        ),
        (
            "target_precision: 0.9, method: budget, budget: {per_day: 300}",
            Policy(target_precision=0.9, method=Budget(share=None, per_day=300)),
        ),
        (
            "method: budget, budget: {share: 0.2, keep_target: false}",
            Policy(method=Budget(share=0.2, per_day=None, keep_target=False)),
        ),
        (
            "method: cost, costs: {wrong_reply: 20, agent_reply: 4.5}",
            Policy(method=Costs(wrong_reply=20, agent_reply=4.5)),
        ),
    ],
)
def test_a_method_is_read_with_its_parameters(
    with_policy: Callable[[str], Path], written: str, policy: Policy
) -> None:
    assert load_service(with_policy(written)).policy == policy


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("method: budgt", "`method` cannot be `budgt`; choose 'precision', 'budget' or 'cost'"),
        ("method: budget", "needs one of the two, `budget: {share: 0.2}`"),
        ("method: budget, budget: {share: 0.2, per_day: 5}", "needs one of the two"),
        ("method: budget, budget: {share: 2}", "`share` is `2`; it must lie between 0 and 1"),
        ("method: budget, budget: {per_day: 0}", "`per_day` is `0`; it must be at least 1"),
        ("method: budget, budget: {shar: 0.2}", "no key `shar`; did you mean `share`?"),
        (
            "target_precision: 0.9, method: budget, budget: {share: 0.2, keep_target: false}",
            "`keep_target: false` promises no precision of its own",
        ),
        ("budget: {share: 0.2}", "`budget` is read with `method: budget` alone"),
        ("method: cost", "needs what both kinds of reply cost"),
        ("method: cost, costs: {wrong_reply: 3}", "needs what both kinds of reply cost"),
        ("method: cost, costs: {wrong_reply: 3, agent_reply: 3}", "below `wrong_reply`"),
        ("method: cost, costs: {wrong_reply: 3, agent_reply: 0}", "`agent_reply` must be above 0"),
        (
            "target_precision: 0.9, method: cost, costs: {wrong_reply: 3, agent_reply: 1}",
            "remove `target_precision`",
        ),
    ],
)
def test_a_method_whose_parameters_do_not_fit_is_a_problem_with_a_place(
    with_policy: Callable[[str], Path], problems: Problems, written: str, said: str
) -> None:
    found = problems(with_policy(written))
    assert any(problem.startswith("workspace.yaml:5: ") and said in problem for problem in found)
