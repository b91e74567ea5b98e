"""The decision journal: each decision and what happened after it, to explain and to replay."""
