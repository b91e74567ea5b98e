"""From a kept data source to a connector that is ready; one for each source in this process."""

import threading
from urllib.parse import parse_qsl

from django.conf import settings
from pydantic import SecretStr

from firstline.connectors.addresses import Reach
from firstline.connectors.customer_data import Connector, CustomerData, Limits
from firstline.connectors.customer_data.authorising import Authorisation, AuthorisationKind
from firstline.connectors.customer_data.rest import RestConnector, RestInterface
from firstline.connectors.customer_data.sql import SqlConnector, SqlInterface
from firstline.domain.services import Service
from firstline.panel.customer_data.mapping import fields_of
from firstline.panel.customer_data.models import DataSource, Kind
from firstline.panel.secrets import decrypted
from firstline.panel.services.live import live_release

_READY: dict[int, tuple[object, CustomerData]] = {}
"""By service: what it was made of, and itself, with its cache and its breaker."""
_MAKING = threading.Lock()


def connected(source: DataSource) -> CustomerData | None:
    """Give the connection of a source, made anew after a change; `None` before a first publish.

    Raises:
        ConnectorWrong, AddressRefused, SecretLost: it cannot work as it is set up.
        ReleaseError: the live release cannot be read.
    """
    release = live_release(source.service)
    if release is None:
        return None
    made_of = (source.changed_at, release.digest)
    with _MAKING:
        known = _READY.get(source.service_id)
        if known and known[0] == made_of:
            return known[1]
        made = connect(source, release.service)
        _READY[source.service_id] = (made_of, made)
    if known:
        known[1].close()
    return made


def connect(source: DataSource, content: Service) -> CustomerData:
    """Make a connection of its own."""
    timeout_s = source.timeout_ms / 1000
    connector = _connector(source, timeout_s)
    fields = tuple(fields_of(source.fields, content.schema))
    limits = Limits(timeout_s=timeout_s, kept_s=source.kept_s)
    return CustomerData(connector, fields, zone=content.zone, limits=limits)


def _connector(source: DataSource, timeout_s: float) -> Connector:
    reach = Reach.over(*settings.PANEL.allowed_networks)
    secret = SecretStr(decrypted(source.secret) if source.secret else "")
    if source.kind == Kind.SQL:
        database = SqlInterface(
            database=secret,
            select=source.select,
            update=source.update,
            folder=settings.PANEL.sqlite_folder,
        )
        return SqlConnector(database, reach=reach, timeout_s=timeout_s)
    interface = RestInterface(
        base_url=source.base_url,
        path=source.path,
        query=dict(parse_qsl(source.query)),
        authorisation=Authorisation(
            kind=AuthorisationKind(source.asks),
            secret=secret,
            header=source.header,
            token_url=source.token_url,
            client_id=source.client_id,
            scope=source.scope,
        ),
    )
    return RestConnector(interface, reach=reach, timeout_s=timeout_s)
