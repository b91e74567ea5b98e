"""Ask the panel's database from the event loop, which must not wait for it."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")


async def ask_database(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in another thread, which keeps no connection that has gone stale."""

    def asked() -> T:
        try:
            return do(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.to_thread(asked)
