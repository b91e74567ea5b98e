"""A limit to how much an answer may hold, also that of a token's endpoint."""

from collections.abc import Iterator

import httpx2

from firstline.connectors.customer_data.errors import LookUpFailed
from firstline.connectors.customer_data.records import Reason


def limited(transport: httpx2.BaseTransport, *, most_bytes: int) -> httpx2.BaseTransport:
    return _Limited(transport, most_bytes)


class _Limited(httpx2.BaseTransport):
    def __init__(self, transport: httpx2.BaseTransport, most_bytes: int) -> None:
        self._transport = transport
        self._most_bytes = most_bytes

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        # A few packed bytes can unfold into gigabytes, so nothing is taken packed.
        request.headers["accept-encoding"] = "identity"
        response = self._transport.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise LookUpFailed(Reason.CONFUSED, "the answer is packed, which nobody asked for")
        assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 - a sync transport
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Counted(response.stream, self._most_bytes),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._transport.close()


class _Counted(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, most_bytes: int) -> None:
        self._stream = stream
        self._most_bytes = most_bytes

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for chunk in self._stream:
            length += len(chunk)
            if length > self._most_bytes:
                raise LookUpFailed(Reason.TOO_LARGE, f"more than {self._most_bytes} bytes")
            yield chunk

    def close(self) -> None:
        self._stream.close()
