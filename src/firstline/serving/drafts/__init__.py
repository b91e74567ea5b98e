"""Drafts: a language model's words for an agent to check, edit and send.

A draft is no decision and never becomes one. Nothing that decides imports this package or a
connector (import-linter holds that), a `Draft` has nothing that a `Reply` needs, and the journal
is only read here.
"""

from firstline.serving.drafts.drafting import Drafter
from firstline.serving.drafts.findings import Finding, FindingKind
from firstline.serving.drafts.records import Draft
from firstline.serving.drafts.routes import drafts_router

__all__ = ["Draft", "Drafter", "Finding", "FindingKind", "drafts_router"]
