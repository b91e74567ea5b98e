"""Questions about rules, answered for every order there can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firstline.domain.errors import InquiryError
from firstline.domain.facts import FactName, FactSchema
from firstline.rules.evaluation import Evaluate, evaluator
from firstline.rules.limits import PROOF_S
from firstline.rules.proofs.answers import Answer, NotDecided, Proven, Witness
from firstline.rules.proofs.orders import OrderReader
from firstline.rules.proofs.search import Search
from firstline.rules.proofs.smtlib import Formula, no
from firstline.rules.proofs.solver import Values
from firstline.rules.proofs.translation import Translation
from firstline.rules.proofs.variables import Variables
from firstline.rules.tree import Condition, facts_of_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    number: int
    evaluate: Evaluate
    facts: frozenset[FactName]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    true: tuple[_Rule, ...]
    not_true: tuple[_Rule, ...]

    def formulas(self) -> list[str]:
        true = (f"true_{rule.number}" for rule in self.true)
        return [*true, *(f"not_true_{rule.number}" for rule in self.not_true)]

    def holds(self, order: Witness) -> bool:
        def is_true(rule: _Rule) -> bool:
            return rule.evaluate(order.facts, order.received_at) is True

        return all(map(is_true, self.true)) and not any(map(is_true, self.not_true))

    def without_other_facts(self, order: Witness) -> Witness:
        read = {name for rule in (*self.true, *self.not_true) for name in rule.facts}
        facts = {name: value for name, value in order.facts.items() if name in read}
        return Witness(facts=facts, received_at=order.received_at)


class Prover:
    """Proves things about conditions that were all named when it was made.

    Each question asks for an order. Two provers of the same conditions that are asked the same
    questions, one after the other, find the same orders.
    """

    def __init__(
        self, conditions: Iterable[Condition], schema: FactSchema, *, timeout_s: float = PROOF_S
    ) -> None:
        named = tuple(dict.fromkeys(conditions))
        self._schema = schema
        self._rules = {condition: _rule(n, condition) for n, condition in enumerate(named)}
        variables = Variables(named, schema)
        self._search = Search(variables, self._formulas(variables), timeout_s=timeout_s)
        self._reader = OrderReader(variables)
        self._seen: list[Witness] = []

    def _formulas(self, variables: Variables) -> dict[str, Formula]:
        translation = Translation(variables)
        formulas = {}
        for condition, rule in self._rules.items():
            is_true = translation.formula(condition, when=True)
            formulas[f"true_{rule.number}"] = is_true
            formulas[f"not_true_{rule.number}"] = no(is_true)
        return formulas

    def never_true(self, rule: Condition) -> Answer:
        return self.find(true=[rule])

    def always_true(self, rule: Condition) -> Answer:
        return self.find(not_true=[rule])

    def never_both(self, rule: Condition, other: Condition) -> Answer:
        return self.find(true=[rule, other])

    def only_within(self, rule: Condition, others: Sequence[Condition]) -> Answer:
        """Whether one of the others is true wherever the rule is."""
        return self.find(true=[rule], not_true=others)

    def always_one_of(self, rules: Sequence[Condition]) -> Answer:
        return self.find(not_true=rules)

    def find(self, *, true: Sequence[Condition] = (), not_true: Sequence[Condition] = ()) -> Answer:
        """Find an order on which these are true and those are not: false or unknown."""
        question = _Question(
            true=tuple(self._rules[rule] for rule in true),
            not_true=tuple(self._rules[rule] for rule in not_true),
        )
        # what one question has found often answers the next, and costs microseconds to try
        for order in self._seen:
            if question.holds(order):
                return question.without_other_facts(order)
        return self._search_for(question)

    def _search_for(self, question: _Question) -> Answer:
        for outcome in self._search.outcomes(question.formulas()):
            if isinstance(outcome, Proven | NotDecided):
                return outcome
            order = self._order(outcome)
            if order and question.holds(order):
                self._seen.append(order)
                return question.without_other_facts(order)
        raise AssertionError("a search ends with a verdict")

    def _order(self, values: Values) -> Witness | None:
        """Read what was found as an order, if it is one."""
        try:
            facts = self._schema.parse(self._reader.raw_facts(values))
        except InquiryError:
            return None
        return Witness(facts=facts, received_at=self._reader.received_at(values))


def _rule(number: int, condition: Condition) -> _Rule:
    facts = frozenset(facts_of_rule(condition))
    return _Rule(number=number, evaluate=evaluator(condition), facts=facts)
