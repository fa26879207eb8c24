"""The pages of papers: the register, one paper, its files, and the public check."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from union.core.db import db
from union.core.i18n import NAMES
from union.core.settings import Settings
from union.core.web.doors import public
from union.core.web.limits import limiter
from union.documents import exports
from union.documents.models import Document
from union.documents.queries import PAGE, checked, document_for, newer_than, register
from union.members.login import me
from union.writers.qr import qr_svg

bp = Blueprint("documents", __name__)

MIMETYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@bp.get("/documents")
def index() -> ResponseReturnValue:
    lines = register(db, me(), _number(request.args.get("before", "")))
    return render_template(
        "documents/index.html",
        documents=lines[:PAGE],
        before=lines[PAGE - 1].number if len(lines) > PAGE else None,
        is_first="before" not in request.args,
    )


@bp.get("/documents/<uuid:document_id>")
def show(document_id: UUID) -> ResponseReturnValue:
    document = document_for(db, me(), document_id)
    url = exports.verify_url(document, _public_url())
    return render_template(
        "documents/show.html",
        document=document,
        newer=newer_than(db, document),
        language_name=NAMES[document.language],
        verify_url=url,
        qr=Markup(qr_svg(url, url)),  # noqa: S704  (drawn by us from our own address)
    )


@bp.get("/documents/<uuid:document_id>.<any(pdf, docx):form>")
def download(document_id: UUID, form: str) -> ResponseReturnValue:
    """The file, made anew from the frozen paper unless the reader has it already."""
    document = document_for(db, me(), document_id)
    answer = Response(mimetype=MIMETYPES[form])
    answer.set_etag(f"{document.content_hash}-{document.code}-{form}")
    answer.cache_control.private = answer.cache_control.no_cache = True
    if not request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.data = exports.file(document, form, _public_url())
        answer.headers.set(
            "Content-Disposition", "attachment", filename=_file_name(document, form)
        )
    return answer.make_conditional(request)


@bp.get("/v/")
@public
def ask() -> ResponseReturnValue:
    if code := request.args.get("code", "").strip():
        return redirect(url_for(".verify", code=code))
    return render_template("documents/verify.html", found=None, code="")


@bp.get("/v/<code>")
@public
@limiter.limit("30/minute")
def verify(code: str) -> ResponseReturnValue:
    """Genuine, superseded or unknown: all that a paper tells to who holds it."""
    found = checked(db, code)
    return render_template(
        "documents/verify.html",
        found=found,
        code=code,
        digest=exports.pdf_digest(found.document, _public_url()) if found else "",
    ), 200 if found else 404


def _number(written: str) -> tuple[int, int] | None:
    year, _slash, serial = written.partition("/")
    if len(written) > 14 or not (year.isdecimal() and serial.isdecimal()):
        return None
    return int(year), int(serial)


def _file_name(document: Document, form: str) -> str:
    number = document.number.replace("/", "-")
    return f"{number}-v{document.version}-{document.language}.{form}"


def _public_url() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url
