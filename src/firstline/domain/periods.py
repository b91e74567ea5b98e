"""Periods that end with the newest inquiry."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol, TypeVar

from firstline.domain.inquiries import Inquiry


class AboutInquiry(Protocol):
    @property
    def inquiry(self) -> Inquiry: ...


T = TypeVar("T", bound=AboutInquiry)


def only_last(past: Sequence[T], length: timedelta | None) -> list[T]:
    """Keep what came in at most so long before the newest inquiry."""
    if length is None:
        return list(past)
    newest = max((one.inquiry.received_at for one in past), default=None)
    return [one for one in past if newest and newest - one.inquiry.received_at <= length]
