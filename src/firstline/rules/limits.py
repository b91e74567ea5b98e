"""How large a rule may be, so that every rule is read, checked and evaluated in bounded time."""

from firstline.rules.tree import (
    Arithmetic,
    Condition,
    OneOf,
    Operand,
    operands,
    subconditions,
)

MAX_SOURCE = 10_000  # characters; 64 conditions of 150
MAX_CONDITIONS = 64
MAX_DEPTH = 8  # groups in groups; people lose the thread at three
MAX_CHOICES = 500
PROOF_S = 2.0  # for one question about rules, unless somebody asks for more


def excess(condition: Condition) -> tuple[str, int] | None:
    """What is too large about a tree and where, or nothing.

    Walks without recursion, so that a tree of any depth can be judged.
    """
    tests = 0
    waiting = [(condition, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return f"conditions are nested more than {MAX_DEPTH} deep", node.at
        inner = subconditions(node)
        tests += not inner
        if tests > MAX_CONDITIONS:
            return f"a rule has at most {MAX_CONDITIONS} conditions; split it in two", node.at
        if found := _excess_of_test(node):
            return found
        waiting.extend((part, depth + 1) for part in reversed(inner))
    return None


def _excess_of_test(test: Condition) -> tuple[str, int] | None:
    if isinstance(test, OneOf) and len(test.choices) > MAX_CHOICES:
        return f"a list has at most {MAX_CHOICES} values", test.at
    for operand in operands(test):
        if _is_too_deep(operand):
            return f"a sum has at most {MAX_DEPTH} steps", operand.at
    return None


def _is_too_deep(operand: Operand) -> bool:
    level = [operand]
    for _ in range(MAX_DEPTH):
        level = [side for node in level if isinstance(node, Arithmetic) for side in _sides(node)]
    return any(isinstance(node, Arithmetic) for node in level)


def _sides(node: Arithmetic) -> tuple[Operand, Operand]:
    return node.left, node.right
