"""The panel: where people work on services. Django, with accounts, content, releases and jobs.

Models store; `domain`, `rules` and `workspace` decide. What answers customers knows nothing of
the panel: they meet at the release directory and the journal.
"""
