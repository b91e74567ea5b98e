"""Ask the panel's database from the event loop, which must not wait for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")

SYSTEMS = ThreadPoolExecutor(16, thread_name_prefix="systems")
"""Apart from the threads of the database, which systems outside must not hold up."""


async def ask_database(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in another thread, which keeps no connection that has gone stale."""
    return await asyncio.to_thread(_asked, lambda: do(*args, **kwargs))


async def ask_systems(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Likewise for a function that also waits for a system outside, up to its timeout."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(SYSTEMS, _asked, lambda: do(*args, **kwargs))


def _asked(do: Callable[[], T]) -> T:
    try:
        return do()
    finally:
        close_old_connections()
