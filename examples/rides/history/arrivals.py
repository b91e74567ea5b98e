"""When messages come in, and from whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from examples.rides.history.draws import pick

FIRST_DAY = datetime(2026, 8, 24, tzinfo=UTC)  # a Monday
DAYS = 84
BY_WEEKDAY = (0.95, 0.9, 0.9, 0.95, 1.2, 1.3, 1.05)  # from Monday; Friday and Saturday nights
BY_HOUR = (
    *(4, 3, 2, 1, 1, 2, 4, 7, 9, 8, 7, 7),
    *(8, 8, 7, 7, 8, 10, 11, 10, 9, 9, 8, 6),
)
MESSAGES_PER_CUSTOMER = {"1": 70, "2": 19, "3": 7, "4": 3, "7": 1}
LANGUAGES = {"en": 82, "ja": 9, "ru": 9}
NAMES = {
    "en": ("Anna", "Ben", "Carla", "Daniel", "Elif", "Farid", "Grace", "James", "Laura", "Priya"),
    "ja": ("Hana", "Kenji", "Yuki", "Sakura", "Haruto", "Aoi", "Ren"),
    "ru": ("Ольга", "Иван", "Мария", "Сергей", "Анна", "Павел", "Дарья"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    id: str
    name: str
    language: str


def moments(rng: Random, count: int) -> list[datetime]:
    """Draw the times of `count` messages over twelve weeks, in order."""
    days = rng.choices(range(DAYS), [BY_WEEKDAY[day % 7] for day in range(DAYS)], k=count)
    hours = rng.choices(range(24), BY_HOUR, k=count)
    return sorted(
        FIRST_DAY + timedelta(days=day, hours=hour, seconds=rng.randrange(3600))
        for day, hour in zip(days, hours, strict=True)
    )


def senders(rng: Random, count: int) -> list[Customer]:
    """Draw who writes each of `count` messages; most customers write once."""
    turns = [customer for customer in _customers(rng, count) for _ in range(_messages(rng))]
    chosen = turns[:count]
    rng.shuffle(chosen)
    return chosen


def _messages(rng: Random) -> int:
    return int(pick(rng, MESSAGES_PER_CUSTOMER))


def _customers(rng: Random, count: int) -> Iterator[Customer]:
    for number in range(count):
        language = pick(rng, LANGUAGES)
        name = rng.choice(NAMES[language])
        yield Customer(id=f"c-{number:05d}", name=name, language=language)
