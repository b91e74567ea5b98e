"""What can go wrong with customer data.

FirstlineError
└── CustomerDataError
    ├── ConnectorWrong   a connector that cannot work as it is set up
    ├── LookUpFailed     nothing could be read; becomes unknown facts, with its reason
    └── UpdateFailed     a fact was not written
"""

from firstline.connectors.customer_data.records import Reason
from firstline.domain.errors import FirstlineError


class CustomerDataError(FirstlineError):
    """Customer data cannot be read or written."""


class ConnectorWrong(CustomerDataError):
    """A connector that cannot work as it is set up; the message says what to change."""


class LookUpFailed(CustomerDataError):
    """A system, or one field of its answer, that could not be read.

    Args:
        reason: why, from the closed set.
        detail: for who sets the connector up; holds no value of a customer.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}" if detail else str(reason))


class UpdateFailed(CustomerDataError):
    """A fact that may not be updated, or that the system did not take."""
