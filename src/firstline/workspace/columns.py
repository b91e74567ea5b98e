"""Columns of a history file that mean something by themselves; all others are facts."""

from typing import Final

ID: Final = "id"
CONVERSATION: Final = "conversation_id"
RECEIVED_AT: Final = "received_at"
CUSTOMER: Final = "customer_id"
TEXT: Final = "text"
TEMPLATE: Final = "template_id"
TOPIC: Final = "topic"
RATING: Final = "rating"
AGENT: Final = "agent_id"
RESPONSE_SECONDS: Final = "response_seconds"
REPLY: Final = "reply"

HISTORY_COLUMNS: Final = (
    *(ID, CONVERSATION, RECEIVED_AT, CUSTOMER, TEXT, TEMPLATE),
    *(TOPIC, RATING, AGENT, RESPONSE_SECONDS, REPLY),
)
