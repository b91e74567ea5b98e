"""What every connector can do, and how it is told whose data is meant."""

import re
from collections.abc import Mapping
from typing import Protocol, TypeAlias

from firstline.connectors.customer_data.errors import LookUpFailed
from firstline.connectors.customer_data.records import Reason

Key: TypeAlias = Mapping[str, str]
"""Placeholder → value: `customer_id`, and each fact that was given, such as `order_id`."""
Document: TypeAlias = Mapping[str, object]

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Connector(Protocol):
    """Reads and writes one system; all methods may be called by several threads.

    What fails is raised as `LookUpFailed`, whatever it is.
    """

    @property
    def placeholders(self) -> frozenset[str]:
        """The parts of a key that reading needs."""
        ...

    def read(self, key: Key) -> Document:
        """Read what the system knows."""
        ...

    def update(self, key: Key, changes: Document) -> None:
        """Write values, by their places in what is read."""
        ...

    def close(self) -> None: ...


def needed(key: Key, name: str) -> str:
    """Give a part of a key.

    Raises:
        LookUpFailed: it is not there.
    """
    value = key.get(name, "")
    if not value:
        raise LookUpFailed(Reason.NO_KEY, f"`{name}` is not known")
    return value
