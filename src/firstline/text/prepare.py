"""The one path from a customer's words to what the engine, the journal and training see."""

from firstline.text.clean import clean
from firstline.text.entities import Redacted
from firstline.text.normalise import normalise
from firstline.text.redact import redact
from firstline.text.stability import until_stable


def prepare(text: str) -> Redacted:
    """Clean, normalise and redact.

    Law: `prepare(prepare(t).text).text == prepare(t).text`. Replay is exact because of it:
    the journal keeps only the redacted text, and deciding on it again is the same decision.
    """
    return redact(until_stable(_plain, text))


def _plain(text: str) -> str:
    return normalise(clean(text))
