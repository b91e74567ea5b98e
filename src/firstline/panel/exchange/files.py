"""A service's content as its files, from what is live or from the draft."""

import io
import zipfile
from collections.abc import Mapping
from enum import StrEnum

from firstline.panel.content.drafts import NothingLive, edited_content
from firstline.panel.onboarding.models import Onboarding
from firstline.panel.services.models import HostedService
from firstline.workspace.writing import service_files

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day of ZIP: the same content gives the same bytes


class Source(StrEnum):
    LIVE = "live"
    DRAFT = "draft"
    BROUGHT = "brought"
    """What an onboarding began with, while nothing is live."""


def files_of(service: HostedService, source: Source) -> Mapping[str, str]:
    """Write the files that load as this content.

    Raises:
        NothingLive: there is no such content.
    """
    if source is Source.BROUGHT:
        onboarding = Onboarding.objects.filter(service=service).first()
        if onboarding is None:
            raise NothingLive
        brought: dict[str, str] = onboarding.files
        return brought
    edited = edited_content(service)
    content = edited.live.service if source is Source.LIVE else edited.service
    return service_files(content, edited.live.examples)


def zipped(files: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), text.encode())
    return buffer.getvalue()
