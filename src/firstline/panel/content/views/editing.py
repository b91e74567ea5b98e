"""The page of one template."""

from dataclasses import replace
from http import HTTPStatus
from itertools import count
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.content import saving
from firstline.panel.content.checking import checked
from firstline.panel.content.conflicts import Conflict, conflict_of, with_theirs
from firstline.panel.content.drafts import EditConflict, Edited, edited_content, mark_of
from firstline.panel.content.editor_pages import EditorPage
from firstline.panel.content.merging import version_of
from firstline.panel.content.models import Kind, Revision
from firstline.panel.content.orders import customers
from firstline.panel.content.past import past_of
from firstline.panel.content.rows import state_of
from firstline.panel.content.rule_states import from_text, read_rule
from firstline.panel.content.template_forms import item_of, new_item
from firstline.panel.content.used_in import uses_of
from firstline.panel.usage.counts import catch_up, use_of
from firstline.workspace.items import Item

ORDERS_OFFERED = 10  # newest inquiries beside the example customers; the page "Try" has all


@service_page(Permission.READ, to_change=Permission.PROPOSE)
def template(request: ServiceRequest, template_id: str) -> HttpResponse:
    edited = edited_content(request.service)
    if request.method == "POST":
        return _post(request, template_id, edited)
    item = saving.current_item(edited, template_id)
    if item is None:
        return _gone(request, template_id, edited)
    return _page(request, template_id, edited, _filled_from(item, edited), seen=mark_of(item))


def _filled_from(item: Item, edited: Edited) -> EditorPage:
    content = edited.service
    return EditorPage(
        item=item,
        service=content,
        rule=from_text(item["rule"], content.schema),
        checked=checked(item, content),
        keys=[str(number) for number in range(len(item.get("examples", [])))],
    )


def _gone(request: ServiceRequest, template_id: str, edited: Edited) -> HttpResponse:
    item = edited.item(Kind.TEMPLATE, template_id)
    if item is None:
        raise Http404
    context = {
        "template_id": template_id,
        "item": item,
        "before": saving.live_item(edited, template_id),
    }
    return render(request, "content/template_removed.html", context)


def _post(request: ServiceRequest, template_id: str, edited: Edited) -> HttpResponse:
    seen = request.POST.get("seen", "")
    before = version_of(request.service, Kind.TEMPLATE, template_id, mark=seen)
    page = read_page(request.POST, template_id, before or {}, edited)
    is_save = request.POST.get("do", "save") == "save"
    if not is_save:
        page = with_asked(page, request.POST, before or {})
    if not is_save or page.checked.value is None or page.rule.is_unfinished:
        conflict = _standing_conflict(request, template_id, page, before, edited)
        status = _REFUSED if is_save else HTTPStatus.OK
        return _page(
            request, template_id, edited, page, seen=seen, status=status, conflict=conflict
        )
    try:
        is_saved = saving.save(request.service, template_id, page.item, by=request.user, seen=seen)
    except EditConflict as error:
        return _conflict(request, template_id, page, before, error)
    _tell(request, page, is_saved=is_saved)
    return redirect("templates-one", request.service.slug, template_id)


_REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


def read_page(data: QueryDict, template_id: str, before: Item, edited: Edited) -> EditorPage:
    """Read what the browser sent, whatever is wrong with it."""
    content = edited.service
    rule = read_rule(data, content.schema, zone=content.zone)
    item = item_of(data, template_id=template_id, rule=rule.text, before=before, service=content)
    keys = data.getlist("example")[: len(item.get("examples", []))]
    return EditorPage(
        item=item,
        service=content,
        rule=rule,
        checked=checked(item, content),
        keys=keys,
        added={key: data.getlist(f"example-{key}-facts") for key in keys},
    )


def with_asked(page: EditorPage, data: QueryDict, before: Item) -> EditorPage:
    """Do to the form what its smaller buttons ask for."""
    page = _with_facts(page, data)
    what, _colon, key = data.get("do", "").partition(":")
    if what == "theirs":
        return _with_theirs(page, before, key)
    if what == "add-example":
        return _with_example(page)
    if what == "remove-example" and key in page.keys:
        return _without_example(page, page.keys.index(key))
    return page


def _with_theirs(page: EditorPage, theirs: Item, name: str) -> EditorPage:
    item = with_theirs(page.item, theirs, name)
    rule = from_text(item["rule"], page.service.schema) if name == "rule" else page.rule
    keys = [str(n) for n in range(len(item.get("examples", [])))]
    return replace(
        page,
        item=item,
        rule=rule,
        checked=checked(item, page.service),
        keys=keys if name == "examples" else page.keys,
    )


def _with_facts(page: EditorPage, data: QueryDict) -> EditorPage:
    chosen = {key: data.get(f"example-{key}-add", "") for key in page.keys}
    added = {key: [*page.added.get(key, ()), chosen[key]] for key in page.keys}
    return replace(page, added=added)


def _with_example(page: EditorPage) -> EditorPage:
    key = next(f"new{n}" for n in count(1) if f"new{n}" not in page.keys)
    examples = [*page.item.get("examples", []), {"gets_it": True}]
    return _with_examples(page, examples, [*page.keys, key])


def _without_example(page: EditorPage, place: int) -> EditorPage:
    examples = [*page.item.get("examples", [])]
    keys = [*page.keys]
    del examples[place], keys[place]
    return _with_examples(page, examples, keys)


def _with_examples(page: EditorPage, examples: list[Any], keys: list[str]) -> EditorPage:
    item = page.item | {"examples": examples}
    return replace(page, item=item, keys=keys, checked=checked(item, page.service))


def _tell(request: ServiceRequest, page: EditorPage, *, is_saved: bool) -> None:
    if not is_saved:
        messages.info(request, _("Nothing was changed."))
    elif page.checked.count:
        words = _("Saved in the draft. It cannot be published before its problems are solved.")
        messages.warning(request, words)
    else:
        messages.success(request, _("Saved in the draft."))


def _conflict(
    request: ServiceRequest,
    template_id: str,
    page: EditorPage,
    before: Any,  # noqa: ANN401 - JSON
    error: EditConflict,
) -> HttpResponse:
    edited = edited_content(request.service)
    conflict = conflict_of(before, page.item, error.theirs, by=error.by)
    if conflict.merged is not None:
        page = _filled_from(conflict.merged, edited)
    return _page(
        request,
        template_id,
        edited,
        page,
        seen=mark_of(error.theirs),
        status=HTTPStatus.CONFLICT,
        conflict=conflict,
    )


def _standing_conflict(
    request: ServiceRequest,
    template_id: str,
    page: EditorPage,
    theirs: Any,  # noqa: ANN401 - JSON
    edited: Edited,
) -> Conflict | None:
    """Tell again what both changed, for a form that was shown because of it."""
    mark = request.POST.get("base", "")
    if not mark:
        return None
    base = version_of(request.service, Kind.TEMPLATE, template_id, mark=mark)
    item = edited.item(Kind.TEMPLATE, template_id)
    by = str(item.edited_by) if item else _("A publish")
    return conflict_of(base, page.item, theirs, by=by)


def _page(
    request: ServiceRequest,
    template_id: str,
    edited: Edited,
    page: EditorPage,
    *,
    seen: str,
    status: int = HTTPStatus.OK,
    conflict: Conflict | None = None,
) -> HttpResponse:
    item = edited.item(Kind.TEMPLATE, template_id)
    revisions = Revision.objects.filter(
        service=request.service, kind=Kind.TEMPLATE, key=template_id
    )
    catch_up(request.service)
    context = {
        "template_id": template_id,
        "editor": page,
        "seen": seen,
        "state": state_of(item),
        "draft_item": item,
        "live_item": saving.live_item(edited, template_id),
        "uses": uses_of(template_id, edited.service, edited.live),  # type: ignore[arg-type]
        "use": use_of(request.service, template_id),
        "revisions": revisions.select_related("by")[:5],
        "orders": orders_offered(request, edited),
        "rule_address": rule_address(request),
        "conflict": conflict,
    }
    return render(request, "content/template.html", context, status=status)


def rule_address(request: ServiceRequest) -> str:
    """Say where the rule editor sends what was edited."""
    return reverse("templates-rule", args=(request.service.slug,))


def orders_offered(request: ServiceRequest, edited: Edited) -> dict[str, Any]:
    with past_of(request.service) as past:
        written, of_history = past.newest(most=ORDERS_OFFERED)
    return {"customers": customers(edited.live), "newest": written, "history": of_history}


@service_page(Permission.PROPOSE)
def new(request: ServiceRequest) -> HttpResponse:
    """Show the form of a template that is not there yet, perhaps a copy of another."""
    edited = edited_content(request.service)
    if request.method != "POST":
        item = _to_begin_with(request.GET.get("like", ""), edited)
        return _new_page(request, edited, _filled_from(item, edited))
    page = read_page(request.POST, request.POST.get("id", "").strip(), {}, edited)
    if request.POST.get("do", "save") != "save":
        return _new_page(request, edited, with_asked(page, request.POST, {}))
    if page.checked.value is None or page.rule.is_unfinished:
        return _new_page(request, edited, page, status=_REFUSED)
    try:
        saving.add(request.service, page.item, edited, by=request.user)
    except saving.IdTaken as error:
        return _new_page(request, edited, page, status=_REFUSED, id_error=str(error))
    _tell(request, page, is_saved=True)
    return redirect("templates-one", request.service.slug, page.item["id"])


def _to_begin_with(template_id: str, edited: Edited) -> Item:
    like = saving.current_item(edited, template_id) if template_id else None
    return saving.copy_of(like, edited) if like else new_item(edited.service)


def _new_page(
    request: ServiceRequest,
    edited: Edited,
    page: EditorPage,
    *,
    status: int = HTTPStatus.OK,
    id_error: str = "",
) -> HttpResponse:
    context = {
        "template_id": "",
        "editor": page,
        "is_new": True,
        "is_first_look": request.method != "POST",
        "id_error": id_error,
        "orders": orders_offered(request, edited),
        "rule_address": rule_address(request),
    }
    return render(request, "content/template.html", context, status=status)
