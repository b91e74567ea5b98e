"""A trial: the engine of a canary, and the conversations it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from firstline.engine import Engine
from firstline.journal.entries import RawInquiry
from firstline.release.canaries import Canary


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    canary: Canary
    engine: Engine
    fail: Callable[[Exception], None]
    """Is told what the engine raised where the live one answered; ends the trial."""

    def takes(self, inquiry: RawInquiry) -> bool:
        """Keep a conversation with one release, or at least a customer, as far as is known."""
        return self.canary.takes(inquiry.conversation_id or inquiry.customer_id or inquiry.id)
