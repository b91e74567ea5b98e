"""From a customer's raw words to text that is safe to keep: the same path everywhere."""

from firstline.text.acts import message_act
from firstline.text.clean import clean
from firstline.text.detectors.order_ids import ORDER_ID_PATTERNS
from firstline.text.entities import MARK, EntityKind, Redacted, Span
from firstline.text.languages import LanguageDetector
from firstline.text.normalise import MAX_LENGTH, normalise
from firstline.text.prepare import prepare
from firstline.text.redact import redact

__all__ = [
    "MARK",
    "MAX_LENGTH",
    "ORDER_ID_PATTERNS",
    "EntityKind",
    "LanguageDetector",
    "Redacted",
    "Span",
    "clean",
    "message_act",
    "normalise",
    "prepare",
    "redact",
]
