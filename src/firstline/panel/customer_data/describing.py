"""A data source as lines of text, for the audit log; secrets only as having changed."""

import hashlib
from collections.abc import Iterator

from firstline.panel.customer_data.mapping import MAPPING, words_of
from firstline.panel.customer_data.models import DataSource

SHOWN = (
    *("is_on", "kind", "base_url", "path", "query", "asks", "header", "token_url"),
    *("client_id", "scope", "select", "update", "timeout_ms", "kept_s"),
)


def as_text(source: DataSource) -> str:
    return "\n".join(_lines(source))


def _lines(source: DataSource) -> Iterator[str]:
    for name in SHOWN:
        yield f"{name}: {getattr(source, name)}"
    mark = hashlib.sha256(source.secret.encode()).hexdigest()[:8] if source.secret else "none"
    yield f"secret: {mark}"
    for name, mapped in sorted(MAPPING.validate_python(source.fields).items()):
        values = f", {words_of(mapped.values)}" if mapped.values else ""
        update = ", may be updated" if mapped.may_update else ""
        yield f"{name}: {mapped.place} ({mapped.conversion}{values}{update})"
