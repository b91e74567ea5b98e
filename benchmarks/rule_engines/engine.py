"""What every engine is asked to do."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

from firstline.domain.facts import Facts, FactSchema
from firstline.rules.tree import Condition


class CannotExpress(Exception):
    """The engine's language has no words for this rule."""


class RuleEngine(ABC):
    name: str
    orders: int
    """How many orders a round takes: fewer for a slow engine, so that a run ends."""

    def __init__(self, schema: FactSchema) -> None:
        self.schema = schema

    @abstractmethod
    def write(self, condition: Condition) -> Any:  # noqa: ANN401 - whatever the engine reads
        """Translate, with a guard beside each test so that unknown is never true; not timed.

        Raises:
            CannotExpress: the language cannot say it.
        """

    @abstractmethod
    def compile(self, source: Any) -> Any: ...  # noqa: ANN401

    @abstractmethod
    def context(self, facts: Facts, received_at: datetime) -> Any:  # noqa: ANN401
        """Facts as the engine wants them; not timed, since one order is asked many rules."""

    @abstractmethod
    def holds(self, compiled: Any, context: Any) -> bool: ...  # noqa: ANN401
