import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.domain.policy import Budget, Costs, Policy
from firstline.learning.methods import budget_cut, cheapest, choose
from firstline.learning.precision import Scored
from firstline.learning.walks import Walk, plan

DELTA = 0.1
DEAR = Costs(wrong_reply=10, agent_reply=1)
PILOT = Budget(share=0.2, per_day=None)

probabilities = st.lists(st.floats(0, 1), max_size=100)
ratios = st.floats(1.1, 50)


def traffic(cases: int, seed: int) -> Scored:
    random = np.random.default_rng(seed)
    probability = random.beta(5, 1.2, cases)
    return Scored(probability, random.random(cases) < probability**1.3)


def walk(cases: Scored) -> Walk:
    return plan(traffic(400, seed=5), cases=len(cases))


@given(probabilities=probabilities, most=st.integers(0, 120))
def test_a_budget_is_never_overdrawn(probabilities: list[float], most: int) -> None:
    cut = budget_cut(probabilities, most)
    assert sum(probability >= cut for probability in probabilities) <= most


@given(probabilities=probabilities, few=st.integers(0, 120), many=st.integers(0, 120))
def test_a_larger_budget_never_answers_less(
    probabilities: list[float], few: int, many: int
) -> None:
    few, many = sorted((few, many))
    assert budget_cut(probabilities, many) <= budget_cut(probabilities, few)


def test_a_budget_takes_the_surest_replies_and_spends_all_it_can() -> None:
    cases = traffic(3_000, seed=1)
    cut = budget_cut(cases.probability.tolist(), 300)
    chosen = choose(cases, walk(cases), Policy(method=PILOT), cut=cut)

    assert chosen.threshold is not None
    assert cases.at(chosen.threshold)[0] == 300
    assert chosen.target == Policy().target_precision


def test_a_budget_does_not_weaken_the_promise() -> None:
    cases = traffic(3_000, seed=1)
    generous = choose(cases, walk(cases), Policy(method=PILOT), cut=0.1)
    without = choose(cases, walk(cases), Policy())

    assert generous.threshold == without.threshold


def test_without_a_target_a_budget_promises_what_it_can_prove() -> None:
    world = traffic(200_000, seed=2)
    runs, broken = 500, 0
    policy = Policy(method=Budget(share=0.2, per_day=None, keep_target=False))
    for run in range(runs):
        cases = traffic(1_000, seed=100 + run)
        cut = budget_cut(cases.probability.tolist(), 200)
        chosen = choose(cases, walk(cases), policy, cut=cut)
        assert chosen.threshold is not None
        answered, right = world.at(chosen.threshold)
        broken += right < chosen.target * answered
    # 0.1 and three standard errors of 500 runs; the bound is close, so it breaks now and then
    assert 0.03 <= broken / runs <= DELTA + 3 * np.sqrt(DELTA * (1 - DELTA) / runs)


def test_a_budget_of_which_nothing_was_right_promises_nothing() -> None:
    wrong = Scored(np.linspace(0, 1, 50), np.zeros(50, dtype=bool))
    policy = Policy(method=Budget(share=0.2, per_day=None, keep_target=False))
    assert choose(wrong, walk(wrong), policy, cut=0.8).threshold is None


def test_answering_is_cheaper_than_not_answering_in_all_but_delta_of_calibrations() -> None:
    # break-even is at 90 % and hardly any threshold reaches it: the hardest case to get right
    random = np.random.default_rng(7)
    runs, losses = 500, 0
    for _ in range(runs):
        probability = random.random(500)
        cases = Scored(probability, random.random(500) < 0.899)
        losses += bool(walk(cases).proven(cases, target=DEAR.break_even, delta=DELTA))
    assert losses / runs <= DELTA + 3 * np.sqrt(DELTA * (1 - DELTA) / runs)


def test_costs_promise_the_precision_from_which_answering_pays() -> None:
    cases = traffic(3_000, seed=1)
    chosen = choose(cases, walk(cases), Policy(method=DEAR))

    assert chosen.target == pytest.approx(0.9)
    assert chosen.threshold is not None
    loosest = choose(cases, walk(cases), Policy(target_precision=0.9))
    assert loosest.threshold is not None
    assert chosen.threshold >= loosest.threshold


@given(one=ratios, other=ratios, seed=st.integers(0, 1_000))
def test_where_mistakes_are_dearer_no_more_is_answered(one: float, other: float, seed: int) -> None:
    cases, (cheap, dear) = traffic(500, seed=seed), sorted((one, other))
    thresholds = walk(cases).thresholds
    bold = cheapest(cases, thresholds, Costs(wrong_reply=cheap, agent_reply=1))
    careful = cheapest(cases, thresholds, Costs(wrong_reply=dear, agent_reply=1))
    assert careful >= bold


def test_costs_that_no_threshold_meets_say_how_many_cases_are_missing() -> None:
    few = Scored(np.linspace(0.5, 1, 15), np.ones(15, dtype=bool))
    chosen = choose(few, walk(few), Policy(method=DEAR))

    assert chosen.threshold is None
    assert chosen.cases_needed
