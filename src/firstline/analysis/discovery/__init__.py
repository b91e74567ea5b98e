"""Discovery: what customers ask that no reply was ready for, as drafts of new content."""

from firstline.analysis.discovery.clusters import Discovery
from firstline.analysis.discovery.discover import discover
from firstline.analysis.discovery.past import PastInquiry

__all__ = ["Discovery", "PastInquiry", "discover"]
