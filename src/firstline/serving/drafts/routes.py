"""POST /v1/decisions/{decision_id}/draft."""

from fastapi import APIRouter, Depends
from starlette.responses import Response

from firstline.domain.decisions import DecisionId
from firstline.serving import schemas
from firstline.serving.answering import Answerer
from firstline.serving.api_keys import ApiKeyGuard
from firstline.serving.drafts.drafting import Drafter
from firstline.serving.drafts.records import DRAFT, Draft
from firstline.serving.errors import DraftsOff


def drafts_router(answerer: Answerer, drafter: Drafter | None, guard: ApiKeyGuard) -> APIRouter:
    """Make the route; without a language model it says so."""
    router = APIRouter(
        prefix="/v1",
        tags=["drafts"],
        dependencies=[Depends(guard)],
        responses={"4XX": {"model": schemas.ErrorBody}, "5XX": {"model": schemas.ErrorBody}},
    )

    async def draft(decision_id: str) -> Response:
        """Let the language model draft a reply, for an agent to check, edit and send.

        A draft is never sent by itself: it is stored nowhere, and no decision changes.
        """
        if drafter is None:
            raise DraftsOff
        entry = answerer.journal.reader.entry(DecisionId(decision_id))
        made = await drafter.draft(entry, answerer.engine.release.service)
        answerer.metrics.count_draft(is_marked=bool(made.findings))
        return Response(DRAFT.dump_json(made), media_type="application/json")

    router.add_api_route(
        "/decisions/{decision_id}/draft",
        draft,
        methods=["POST"],
        summary="Draft a reply for an agent",
        responses={200: {"model": Draft}},
    )
    return router
