"""The `policy` of a `workspace.yaml`: what is promised, and by which method."""

from collections.abc import Iterator

from firstline.domain.policy import Budget, Costs, Policy
from firstline.workspace.documents import Place
from firstline.workspace.shapes import Method, PolicyShape

_PARAMETERS = {Method.BUDGET: "budget", Method.COST: "costs"}


def policy_of(shape: PolicyShape) -> Policy:
    plain = shape.model_dump(exclude={"method", "budget", "costs"})
    return Policy(**plain, method=_method(shape))


def check_policy(shape: PolicyShape) -> Iterator[tuple[Place, str]]:
    """Yield what does not fit together, and at which key."""
    for method, key in _PARAMETERS.items():
        if key in shape.model_fields_set and method is not shape.method:
            yield (key,), f"`{key}` is read with `method: {method}` alone; add that or remove it"
    match shape.method:
        case Method.BUDGET:
            yield from _check_budget(shape)
        case Method.COST:
            yield from _check_costs(shape)


def _method(shape: PolicyShape) -> Budget | Costs | None:
    match shape.method:
        case Method.BUDGET:
            return Budget(**shape.budget.model_dump())
        case Method.COST:
            wrong, agent = shape.costs.wrong_reply, shape.costs.agent_reply
            return Costs(wrong_reply=wrong or 1.0, agent_reply=agent or 1.0)
        case Method.PRECISION:
            return None


def _check_budget(shape: PolicyShape) -> Iterator[tuple[Place, str]]:
    if (shape.budget.share is None) == (shape.budget.per_day is None):
        example = "`budget: {share: 0.2}` or `budget: {per_day: 300}`"
        yield ("method",), f"`method: budget` needs one of the two, {example}"
    if not shape.budget.keep_target and "target_precision" in shape.model_fields_set:
        yield (
            ("target_precision",),
            "`keep_target: false` promises no precision of its own; remove one of the two",
        )


def _check_costs(shape: PolicyShape) -> Iterator[tuple[Place, str]]:
    wrong, agent = shape.costs.wrong_reply, shape.costs.agent_reply
    if wrong is None or agent is None:
        example = "`costs: {wrong_reply: 20, agent_reply: 4}`"
        yield ("method",), f"`method: cost` needs what both kinds of reply cost, such as {example}"
    elif not 0 < agent < wrong:
        why = "if a wrong reply cost no more than an agent's, nothing should be left to agents"
        yield ("costs",), f"`agent_reply` must be above 0 and below `wrong_reply`: {why}"
    if "target_precision" in shape.model_fields_set:
        yield (
            ("target_precision",),
            "`method: cost` sets the precision by what replies cost; remove `target_precision`",
        )
