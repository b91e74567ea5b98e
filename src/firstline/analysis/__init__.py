"""Numbers about decisions: scorecards, and later replay, experiments and drift."""
