"""What the status of an answer over HTTP says of the facts that it lacks."""

from collections.abc import Mapping
from http import HTTPStatus

from firstline.connectors.customer_data.records import Reason

_REASONS: Mapping[int, Reason] = {
    HTTPStatus.NOT_FOUND: Reason.NOT_FOUND,
    HTTPStatus.GONE: Reason.NOT_FOUND,
    HTTPStatus.REQUEST_TIMEOUT: Reason.TIMEOUT,
    HTTPStatus.GATEWAY_TIMEOUT: Reason.TIMEOUT,
}


def reason_of(status: int) -> Reason:
    if status in _REASONS:
        return _REASONS[status]
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Reason.FAILED
    # Nobody follows redirects: they could lead anywhere, and with the key.
    return Reason.REFUSED if status >= HTTPStatus.BAD_REQUEST else Reason.CONFUSED
