"""Customer data: facts read from the systems that hold orders and customers, and written back.

    source = CustomerData(RestConnector(…), fields, zone=zone, limits=Limits())
    looked_up = source.read({"customer_id": "c-1"})

A connector knows one system; `CustomerData` puts around any of them what keeps an answer quick: a
total timeout, a cache, a circuit breaker. What could not be read is unknown, with a reason, and
never an error: a dead system stops nobody from being answered.
"""

from firstline.connectors.customer_data.connectors import Connector, Key
from firstline.connectors.customer_data.errors import (
    ConnectorWrong,
    CustomerDataError,
    LookUpFailed,
    UpdateFailed,
)
from firstline.connectors.customer_data.fields import Conversion, Field
from firstline.connectors.customer_data.records import LookedUp, Reason
from firstline.connectors.customer_data.sources import CustomerData, Limits

__all__ = [
    "Connector",
    "ConnectorWrong",
    "Conversion",
    "CustomerData",
    "CustomerDataError",
    "Field",
    "Key",
    "Limits",
    "LookUpFailed",
    "LookedUp",
    "Reason",
    "UpdateFailed",
]
