"""The pages of managed files: the list, one file, its bytes, a new version."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.boards import queries as boards
from app.documents import access, policy, queries, services
from app.documents.forms import VersionForm
from app.documents.models import Document, DocumentVersion
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.reading.lines import NEW_PAGE
from app.foundation.reading.sniff import MEDIA_TYPES, spoken
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import any_signed_in, current_person
from app.foundation.web.done import done
from app.foundation.web.params import id_param, page_number
from app.foundation.web.submission import submit

bp = Blueprint("documents", __name__, url_prefix="/documents")
PER_PAGE = 25
WEB_PAGE = MEDIA_TYPES["html"]
CLOSED_NAME = "NOT FOR PUBLICATION - "
"""How the name of a closed file begins when it is downloaded."""


@bp.get("")
@any_signed_in
def index() -> ResponseReturnValue:
    """The files a reader may read."""
    board_id = request.args.get("board", type=id_param)
    chosen = queries.listed(auth.scope(), board_id=board_id)
    page = db.paginate(chosen, per_page=PER_PAGE, page=page_number(), error_out=False)
    for document in page.items:
        request_transaction.log_view(document)
    return render_template(
        "documents/index.html",
        page=page,
        about={document.id: about(document.versions[-1]) for document in page.items},
        names=boards.board_names(document.group_id for document in page.items),
        boards=boards.choices(),
        board_id=board_id,
    )


@bp.get("/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """One file with its versions and what could be read in it."""
    document = access.document(document_id, may=policy.read)
    return _page(document, VersionForm(data={"version": document.version}))


@bp.post("/<int:document_id>")
def add_version(document_id: int) -> ResponseReturnValue:
    """Put a new version in the place of the newest."""
    document = access.document(document_id, may=policy.run)
    form = VersionForm()
    submission = submit(form, lambda: _take(document, form))
    if not submission.is_done:
        return _page(document, form), submission.status
    done("The new version is in place.")
    return redirect(url_for("documents.show", document_id=document.id))


def _take(document: Document, form: VersionForm) -> None:
    file = form.file.data
    if not file or not file.filename:
        raise Refused("Choose a file.")
    services.add_version(
        document,
        by=current_person(),
        name=file.filename,
        data=file.read(),
        version=form.version.data,
    )


@bp.get("/<int:document_id>/file")
def file(document_id: int) -> ResponseReturnValue:
    """The file as an attachment, with the type that its content shows; the view is logged first.

    A closed one is marked on every page as it goes out, and its name says so (s100B(5)); its
    board's clerk may fetch it as it is stored (?stored=1).
    """
    document = access.document(document_id, may=policy.read)
    version = access.version(document, request.args.get("version", type=id_param))
    is_stored = request.args.get("stored") == "1" and policy.run(auth.scope(), document)
    is_marked = document.is_held_back and not is_stored
    copy = services.marked_copy(document, version) if is_marked else None
    media_type, name = _handed_out(version)
    answer = send_file(
        services.path_of(version) if copy is None else BytesIO(copy),
        mimetype=media_type,
        as_attachment=True,
        download_name=f"{CLOSED_NAME}{name}" if is_marked else name,
        conditional=False,
        etag=False,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _handed_out(version: DocumentVersion) -> tuple[str, str]:
    """The type and name under which a file goes out; a web page as text, for it can hold code."""
    media_type, name = version.blob.media_type, version.name_as_given
    return ("text/plain", f"{name}.txt") if media_type == WEB_PAGE else (media_type, name)


def _page(document: Document, form: VersionForm) -> str:
    runs = policy.run(auth.scope(), document)
    versions = queries.versions_of(document)
    return render_template(
        "documents/show.html",
        document=document,
        form=form,
        pages=_pages(document.text),
        board=boards.board_names([document.group_id]).get(document.group_id, ""),
        versions=versions if runs else versions[:1],
        about={one.id: about(one) for one in versions},
        may_run=runs,
        mark=services.mark_of(document) if document.is_held_back else "",
        can_be_marked=services.can_be_marked(versions[0]),
    )


def _pages(text: str) -> list[tuple[int, str]]:
    """The words of a file by its pages, blank ones left out; a file without pages is one."""
    return [(at, words) for at, words in enumerate(text.split(NEW_PAGE), 1) if words.strip()]


def about(version: DocumentVersion) -> str:
    """The type and size of a file: "Word, 48 kB"."""
    kind = spoken(version.blob.media_type)
    return f"{kind[:1].upper()}{kind[1:]}, {_size(version.blob.size)}"


def _size(size: int) -> str:
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{size // 1024} kB"
