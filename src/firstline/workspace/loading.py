"""Load a service from its folder, or say everything that is wrong with it."""

from pathlib import Path

from firstline.domain.errors import Problem, WorkspaceError
from firstline.domain.facts import FactSchema
from firstline.domain.services import Service
from firstline.domain.topics import TopicTree
from firstline.domain.triggers import Trigger
from firstline.workspace.documents import Document, read_document
from firstline.workspace.fitting import read_as
from firstline.workspace.settings import Settings, read_schema, read_settings
from firstline.workspace.shapes import SchemaShape
from firstline.workspace.templates import Surroundings, read_templates
from firstline.workspace.topics import read_topics
from firstline.workspace.triggers import read_triggers

WORKSPACE = "workspace.yaml"
TOPICS = "topics.yaml"
TEMPLATES = "templates.yaml"


def load_service(folder: Path) -> Service:
    """Read and check `workspace.yaml`, `topics.yaml` and `templates.yaml`.

    Raises:
        WorkspaceError: with every problem of all files, so that one round of repairs is enough.
    """
    if not folder.is_dir():
        message = f"there is no folder `{folder}`; name the one that holds {WORKSPACE}"
        raise WorkspaceError((Problem(file=str(folder), line=0, message=message),))
    documents = [read_document(folder / name) for name in (WORKSPACE, TOPICS, TEMPLATES)]
    service, problems = _service(*documents)
    if service is None or problems:
        raise WorkspaceError(_in_reading_order(problems, documents))
    return service


def load_settings(folder: Path) -> Settings:
    """Read and check `workspace.yaml` alone.

    Raises:
        WorkspaceError: with every problem of the file.
    """
    document = read_document(folder / WORKSPACE)
    settings, problems = read_settings(document) if document.is_readable else (None, [])
    if settings is None or problems or document.problems:
        raise WorkspaceError(_in_reading_order([*document.problems, *problems], [document]))
    return settings


def load_schema(path: Path) -> FactSchema:
    """Read a file that holds `facts:` as `workspace.yaml` does, and nothing else.

    Raises:
        WorkspaceError: with every problem of the file.
    """
    document, shape, problems = read_as(path, SchemaShape)
    schema: FactSchema | None = None
    if shape is not None:
        schema, found = read_schema(document, shape)
        problems += found
    if schema is None or problems:
        raise WorkspaceError(_in_reading_order(problems, [document]))
    return schema


def _service(
    workspace: Document, topics: Document, templates: Document
) -> tuple[Service | None, list[Problem]]:
    problems = [*workspace.problems, *topics.problems, *templates.problems]
    settings: Settings | None = None
    triggers: tuple[Trigger, ...] = ()
    tree: TopicTree | None = None
    if workspace.is_readable:
        settings, found = read_settings(workspace)
        triggers, wrong = read_triggers(workspace, settings)
        problems += [*found, *wrong]
    if topics.is_readable:
        tree, found = read_topics(topics)
        problems += found
    if not templates.is_readable:
        return None, problems
    replies, found = read_templates(templates, Surroundings(settings=settings, topics=tree))
    problems += found
    if settings is None or tree is None:
        return None, problems
    service = Service(
        name=settings.name,
        languages=settings.languages,
        time_zone=settings.time_zone,
        encoder=settings.encoder,
        schema=settings.schema,
        policy=settings.policy,
        model=settings.model,
        topics=tree,
        templates=replies,
        triggers=triggers,
    )
    return service, problems


def _in_reading_order(problems: list[Problem], documents: list[Document]) -> tuple[Problem, ...]:
    files = [document.file for document in documents]
    return tuple(sorted(problems, key=lambda problem: (files.index(problem.file), problem.line)))
