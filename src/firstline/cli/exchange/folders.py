"""The folder on this side: its files in their one normal form, and what was pulled into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from firstline.cli.exchange.panels import PanelError
from firstline.domain.errors import WorkspaceError
from firstline.workspace import load_examples, load_service
from firstline.workspace.examples import EXAMPLES
from firstline.workspace.loading import TEMPLATES, TOPICS, WORKSPACE
from firstline.workspace.writing import service_files

PULLED = ".firstline-panel.json"
FILES = (WORKSPACE, TOPICS, TEMPLATES, EXAMPLES)


class LocalEdits(PanelError):
    """Files here that a pull would overwrite."""


class Pulled(BaseModel):
    """Where a folder's files came from; kept beside them."""

    model_config = ConfigDict(frozen=True)

    panel: str
    service: str
    mark: str
    """Of the content at that time; a panel takes edits of this content alone."""
    hashes: dict[str, str]
    """File → hash of its normal form at that time."""


@dataclass(frozen=True, slots=True)
class Folder:
    path: Path

    def pulled(self) -> Pulled | None:
        """Read where the files came from; `None` for a folder that nothing was pulled into.

        Raises:
            PanelError: the note is damaged.
        """
        try:
            return Pulled.model_validate_json((self.path / PULLED).read_bytes())
        except FileNotFoundError:
            return None
        except ValidationError as error:
            raise PanelError(f"{self.path / PULLED} is damaged; remove it and pull anew") from error

    def texts(self) -> dict[str, str]:
        """Read the files as they are, without those that are not there."""
        there = (name for name in FILES if (self.path / name).exists())
        return {name: (self.path / name).read_text(encoding="utf-8") for name in there}

    def normal(self) -> dict[str, str]:
        """Read the files in their one normal form: comments and layout do not count.

        Raises:
            WorkspaceError: with every problem of the files.
        """
        service = load_service(self.path)
        return service_files(service, load_examples(self.path, service))

    def take(self, files: Mapping[str, str], pulled: Pulled, *, even_if_edited: bool) -> list[str]:
        """Write what is different here; a file that means the same keeps its comments.

        Raises:
            LocalEdits: it would overwrite what nobody has applied.
        """
        normal = self._normal_if_whole()
        stale = [name for name in files if normal.get(name) != files[name]]
        edited = [name for name in stale if name in normal and self._is_edited(name, normal)]
        if edited and not even_if_edited:
            raise LocalEdits(
                f"{', '.join(edited)} in {self.path} was edited and not applied; apply it, or "
                "commit it and pull with --force"
            )
        self.path.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (self.path / name).write_text(files[name], encoding="utf-8")
        self.note(pulled)
        return stale

    def note(self, pulled: Pulled) -> None:
        (self.path / PULLED).write_text(pulled.model_dump_json(indent=2), encoding="utf-8")

    def _normal_if_whole(self) -> dict[str, str]:
        """Files with problems are as they are, so they count as edited."""
        try:
            return self.normal()
        except WorkspaceError:
            return self.texts() if self.path.is_dir() else {}

    def _is_edited(self, name: str, normal: Mapping[str, str]) -> bool:
        before = self.pulled()
        return before is None or before.hashes.get(name) != hash_of(normal[name])


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def hashes_of(files: Mapping[str, str]) -> dict[str, str]:
    return {name: hash_of(text) for name, text in files.items()}


def known_source(folder: Folder) -> Pulled:
    """Return where the files came from.

    Raises:
        PanelError: nothing was pulled into the folder.
    """
    if (pulled := folder.pulled()) is None:
        raise PanelError(
            f"nothing was pulled into {folder.path} yet: firstline pull {folder.path} "
            "--panel ADDRESS --service SLUG"
        )
    return pulled
