"""A sheet being mapped: each change is looked at at once, and nothing comes in before somebody says so."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from crm.errors import Conflict, InvalidInput, WhipcountError
from crm.importers.models import ImportUpload
from crm.importers.recipes import find_recipe, save_recipe
from crm.importers.rights import SHEET
from crm.importers.running import APPLY
from crm.importers.sheet.columns import Mapping, Use
from crm.importers.sheet.preview import preview
from crm.importers.sheet_desk import beginning, for_upload, offers, table_of
from crm.importers.uploads import find_upload, set_options, upload_to_change
from web.deps import Db, Me, SignedIn, looks_only, text_of
from web.pages.imports_sheet_form import LongForm, mapping_of
from web.pages.imports_sheet_view import sheet_view
from web.pages.imports_upload import start, upload_page
from web.render import go, partial

router = APIRouter()


@router.post("/imports/uploads/{upload_id:int}/map/look")
@looks_only
def look(request: Request, form: LongForm, session: Db, me: Me, upload_id: int) -> Response:
    """The mapping as it stands in the form, and what the rows become; nothing is kept."""
    upload = _sheet(session, me, upload_id)
    mapping, wrong = _read(form, upload)
    view = sheet_view(session, me.viewer, upload, mapping=mapping, show_all=bool(text_of(form, "all")), wrong=wrong)
    return partial(request, "imports/_sheet.html", upload=upload, **view)


@router.post("/imports/uploads/{upload_id:int}/map")
def mapped(request: Request, form: LongForm, session: Db, me: Me, upload_id: int) -> Response:
    """Keep the mapping, and do what the pressed button says: look, save or use a recipe, read another sheet, apply."""
    upload_to_change(session, me.viewer, upload_id)
    upload = _sheet(session, me, upload_id)
    try:
        with session.begin_nested():
            return _do(request, session, me, form, upload)
    except (InvalidInput, Conflict) as error:
        session.refresh(upload)
        mapping, _ = _read(form, upload)
        view = sheet_view(session, me.viewer, upload, mapping=mapping, show_all=bool(text_of(form, "all")))
        return upload_page(request, session, me, upload, wrong=error, view=view)


def _do(request: Request, session: Session, me: SignedIn, form: FormData, upload: ImportUpload) -> Response:
    here, do = f"/imports/uploads/{upload.id}", text_of(form, "do")
    if do == "table":
        _choose_table(form, upload)
        return go(here)
    if do == "guess":
        set_options(upload, mapping=None)
        return go(here, "The columns are guessed anew.", "info")
    if do == "use":
        return _use_recipe(session, me, form, upload)
    mapping, wrong = _read(form, upload)
    if wrong is not None or mapping is None:
        raise wrong or InvalidInput("The mapping cannot be read.", hint="Open the page again.")
    set_options(upload, mapping=mapping.to_json())
    session.flush()
    if do == "recipe":
        return _keep_recipe(session, me, form, upload, mapping)
    if do == "apply":
        return _apply(request, session, me, form, upload, mapping)
    return go(f"{here}?all=1#preview" if text_of(form, "all") else f"{here}#preview")


def _sheet(session: Session, me: SignedIn, upload_id: int) -> ImportUpload:
    upload = find_upload(session, me.viewer, upload_id)
    if upload.kind != SHEET:
        raise Conflict("This is not read as a sheet.", hint="Choose “A sheet of our own” as its kind first.")
    return upload


def _read(form: FormData, upload: ImportUpload) -> tuple[Mapping | None, WhipcountError | None]:
    try:
        return mapping_of(form, table_of(upload)), None
    except WhipcountError as wrong:
        return None, wrong


def _choose_table(form: FormData, upload: ImportUpload) -> None:
    first, last = text_of(form, "header_first"), text_of(form, "header_last")
    rows = [int(first), int(last or first)] if first.isdecimal() and (last or first).isdecimal() else None
    set_options(upload, sheet=text_of(form, "sheet") or None, header_rows=rows, mapping=None)
    table_of(upload)


def _keep_recipe(session: Session, me: SignedIn, form: FormData, upload: ImportUpload, mapping: Mapping) -> Response:
    used = [column.header for column in mapping.columns if column.use is not Use.IGNORE]
    kept = save_recipe(
        session, me.viewer, text_of(form, "recipe_name"), SHEET, used, mapping.to_json(),
        organization_id=upload.organization_id,
    )  # fmt: skip
    told = f"The recipe “{kept.name}” is kept; it is offered for every sheet with these columns."
    return go(f"/imports/uploads/{upload.id}", told)


def _use_recipe(session: Session, me: SignedIn, form: FormData, upload: ImportUpload) -> Response:
    chosen = text_of(form, "recipe")
    if not chosen.isdecimal():
        raise InvalidInput("Which recipe?", hint="Choose one of the list.", field="recipe")
    recipe = find_recipe(session, me.viewer, int(chosen))
    mapping = Mapping.from_json(recipe.mapping).fitted(table_of(upload))
    set_options(upload, mapping=for_upload(mapping, offers(session, me.viewer, upload)).to_json())
    return go(f"/imports/uploads/{upload.id}", f"Read by the recipe “{recipe.name}”.")


def _apply(
    request: Request, session: Session, me: SignedIn, form: FormData, upload: ImportUpload, mapping: Mapping
) -> Response:
    looked = preview(session, me.viewer, beginning(table_of(upload), 1), mapping, 1)
    if not looked.ready:
        first = looked.missing[0]
        raise InvalidInput(first.what, hint=first.hint)
    return start(request, session, me, upload.id, APPLY, text_of(form, "after"))
