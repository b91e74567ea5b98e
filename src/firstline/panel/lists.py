"""Lists: each pages, sorts and filters by its address, so that every view can be linked to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50
T = TypeVar("T")


def page_of(
    request: HttpRequest, rows: "QuerySet[Any] | Sequence[Any]", *, per_page: int = PER_PAGE
) -> Page[Any]:
    """Cut out the page that the address names; the nearest one if it names none there is."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def ordered_by(
    request: HttpRequest, rows: "QuerySet[Any]", orders: Mapping[str, Sequence[Any]]
) -> "QuerySet[Any]":
    """Let the database sort as `sorted_by` does; an order is what `order_by` takes."""
    asked = request.GET.get("sort", "")
    order = orders.get(asked.removeprefix("-")) or next(iter(orders.values()))
    found = rows.order_by(*order)
    return found.reverse() if asked.startswith("-") else found


def sorted_by(
    request: HttpRequest, rows: Sequence[T], orders: Mapping[str, Callable[[T], Any]]
) -> list[T]:
    """Sort by the order that the address names, backwards with a `-`; else by the first."""
    asked = request.GET.get("sort", "")
    key = orders.get(asked.removeprefix("-")) or next(iter(orders.values()))
    return sorted(rows, key=key, reverse=asked.startswith("-"))
