"""The files of a service as people bring them: checked whole, and kept whole or not at all."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from firstline.domain.errors import FirstlineError, Problem, WorkspaceError
from firstline.domain.examples import ExampleCustomer
from firstline.domain.services import Service
from firstline.panel.onboarding.archives import SUFFIX, too_large, unpacked
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
    """Read what was uploaded; what a file is, its name says. A zip file stands for those in it.

    Raises:
        WorkspaceError: one is none of the four, twice there, or too large.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file in uploaded:
        try:
            found = _read(file)
        except WorkspaceError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_twice(name) for name in found if name in files)
        files |= found
    if problems:
        raise WorkspaceError(tuple(problems))
    return files


def _read(file: "UploadedFile[bytes]") -> dict[str, bytes]:
    name = _plain_name(file.name or "")
    is_archive = name.lower().endswith(SUFFIX)
    if not is_archive and name not in FILES:
        words = _("this is none of the files of a service; there are %(names)s")
        raise _refusal(name, words % {"names": ", ".join(FILES)})
    if (file.size or 0) > MAX_BYTES:
        raise _refusal(name, too_large(MAX_BYTES))
    if is_archive:
        return unpacked(file, name=name, known=FILES, limit=MAX_BYTES)
    return {name: file.read()}


def _plain_name(name: str) -> str:
    plain = Path(name).name[-100:]
    return plain.removesuffix(".yml") + ".yaml" if plain.endswith(".yml") else plain


def _refusal(name: str, message: str) -> WorkspaceError:
    return WorkspaceError((Problem(file=name, line=0, message=message),))


def _twice(name: str) -> Problem:
    return Problem(file=name, line=0, message=_("this file is there twice; choose one of the two"))


def example_files() -> dict[str, bytes]:
    return {name: (EXAMPLE / name).read_bytes() for name in FILES}


def check_files(files: Mapping[str, bytes]) -> dict[str, str]:
    """Read files as a service, and return them as texts.

    Raises:
        WorkspaceError: with every problem of all files.
    """
    try:
        with _folder_of(files) as folder:
            _load(folder)
    except WorkspaceError as error:
        raise WorkspaceError(tuple(_for_uploads(error.problems, files))) from error
    return {name: content.decode("utf-8-sig") for name, content in files.items()}


def _for_uploads(problems: Iterable[Problem], files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Tell of what was left out as one chooses files in a browser, not as one writes them."""
    for problem in problems:
        is_missing = problem.file in NEEDED and problem.file not in files
        missing = _("this file is missing; choose it too, together with the others")
        yield replace(problem, message=missing) if is_missing else problem


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
