"""Try a connection with one customer: what was fetched, what is unknown and why, how long."""

from dataclasses import dataclass

from firstline.connectors.customer_data import LookedUp
from firstline.domain.errors import FirstlineError
from firstline.domain.services import Service
from firstline.panel.customer_data.connecting import connect
from firstline.panel.customer_data.models import DataSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    customer_id: str
    found: LookedUp | None = None
    problem: str = ""
    """Why it cannot be tried at all."""


def tried(source: DataSource, content: Service, customer_id: str) -> Trial:
    """Ask through a connection of its own: no cache answers, and no pause of the others counts."""
    try:
        data = connect(source, content)
    except FirstlineError as error:
        return Trial(customer_id=customer_id, problem=str(error))
    try:
        return Trial(customer_id=customer_id, found=data.read({"customer_id": customer_id}))
    finally:
        data.close()
