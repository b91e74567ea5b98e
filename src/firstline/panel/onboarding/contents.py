"""The files of a service as people bring them: checked whole, and kept whole or not at all."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError, Problem, WorkspaceError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.services import Service
from firstline.panel.onboarding.models import Onboarding
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService
from firstline.workspace import load_examples, load_service
from firstline.workspace.documents import MAX_BYTES
from firstline.workspace.examples import EXAMPLES
from firstline.workspace.loading import TEMPLATES, TOPICS, WORKSPACE

NEEDED = (WORKSPACE, TOPICS, TEMPLATES)
FILES = (*NEEDED, EXAMPLES)
EXAMPLE = Path(__file__).with_name("bakery")


class NothingBrought(FirstlineError):
    """A service of which neither a release nor files are there."""

    def __init__(self) -> None:
        super().__init__("nothing is known of this service yet: bring its files, or publish one")


def brought_files(uploaded: "Iterable[UploadedFile[bytes]]") -> dict[str, bytes]:
    """Read what was uploaded; what a file is, its name says.

    Raises:
        WorkspaceError: one is none of the four, twice there, or too large.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file in uploaded:
        name = _plain_name(file.name or "")
        if message := _refusal(name, file, files):
            problems.append(Problem(file=name, line=0, message=message))
        else:
            files[name] = file.read()
    if problems:
        raise WorkspaceError(tuple(problems))
    return files


def _plain_name(name: str) -> str:
    plain = Path(name).name[-100:]
    return plain.removesuffix(".yml") + ".yaml" if plain.endswith(".yml") else plain


def _refusal(name: str, file: "UploadedFile[bytes]", others: Mapping[str, bytes]) -> str:
    if name not in FILES:
        words = _("this is none of the files of a service; there are %(names)s")
        return words % {"names": ", ".join(FILES)}
    if name in others:
        return _("this file is there twice; choose one of the two")
    if (file.size or 0) > MAX_BYTES:
        words = _("the file is larger than %(limit)s MB; split the service")
        return words % {"limit": f"{MAX_BYTES / 1e6:g}"}
    return ""


def example_files() -> dict[str, bytes]:
    return {name: (EXAMPLE / name).read_bytes() for name in FILES}


def check_files(files: Mapping[str, bytes]) -> dict[str, str]:
    """Read files as a service, and return them as texts.

    Raises:
        WorkspaceError: with every problem of all files.
    """
    with _folder_of(files) as folder:
        _load(folder)
    return {name: content.decode("utf-8-sig") for name, content in files.items()}


def content_of(service: HostedService) -> tuple[Service, Sequence[ExampleCustomer]]:
    """Find what a training puts into its release: what is live, else what was brought.

    Raises:
        NothingBrought: there is neither.
        ReleaseError: what is live is damaged.
    """
    if live := live_release(service):
        return live.service, live.examples
    onboarding = Onboarding.objects.filter(service=service).first()
    if onboarding is None:
        raise NothingBrought
    files = {name: text.encode() for name, text in onboarding.files.items()}
    with _folder_of(files) as folder:
        return _load(folder)


@contextmanager
def _folder_of(files: Mapping[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="firstline-") as name:
        for file, content in files.items():
            (Path(name) / file).write_bytes(content)
        yield Path(name)


def _load(folder: Path) -> tuple[Service, Sequence[ExampleCustomer]]:
    service = load_service(folder)
    return service, load_examples(folder, service)
