"""Files of a frozen version: asked for by people, rendered by a job, published once."""

from typing import Any

from django.conf import settings

from lib import clock
from lib.access import SYSTEM, Actor
from lib.errors import Conflict
from lib.files import storage
from lib.jobs import services as jobs
from lib.jobs.models import Job
from masterplan.versions import services as versions
from masterplan.versions.files import rules
from masterplan.versions.files.formats import MAIN, require_format
from masterplan.versions.files.models import Export
from masterplan.versions.models import Revision

NOT_READY = "Berkas ini belum selesai dibuat. Lihat kemajuannya di halaman versi."


def request_file(
    revision: Revision,
    *,
    actor: Actor,
    edition: dict[str, Any],
    in_format: str = MAIN.code,
    book: str = "",
    is_final: bool = False,
    anew: bool = False,
) -> Export:
    """Order the book in one of the forms. Raises Invalid for an unknown form.

    The same order again gives the row that stands: on its way, or done in this edition.

    anew: make a finished draft once more.
    """
    with rules.ORDER.by(actor) as act:
        act.on(revision)
        require_format(in_format, book)
        require_content(revision.document, book)
        _wait_for_other_orders(revision)
        last = _last_order(revision, in_format, book, is_final)
        if last and (is_final or _is_live(last) or (not anew and _is_finished(last, edition))):
            return act.unchanged(last)
        export = Export.objects.create(
            revision=revision,
            format=in_format,
            book=book,
            is_final=is_final,
            edition=edition,
            requested_by_id=getattr(actor, "pk", None),
            requested_at=clock.now(),
        )
        _enqueue(export, actor)
        act.record({"format": in_format, "book": book, "final": is_final}, about=export)
    return export


def _wait_for_other_orders(revision: Revision) -> None:
    list(Revision.objects.select_for_update().filter(pk=revision.pk).order_by().values_list("pk"))


def _last_order(revision: Revision, in_format: str, book: str, is_final: bool) -> Export | None:
    same = Export.objects.filter(revision=revision, format=in_format, book=book, is_final=is_final)
    last: Export | None = same.select_related("job").order_by("-pk").first()
    return last


def _is_live(export: Export) -> bool:
    return export.job is not None and export.job.is_live


def _is_finished(export: Export, edition: dict[str, Any]) -> bool:
    """True when the file is ready and prints this edition."""
    # The head of the audit chain may be written beside the version after the order; composed() asks it.
    # An order from before time zones prints that of the settings.
    head, zone = {"chain_head": ""}, {"time_zone": settings.TIME_ZONE}
    return export.is_ready and zone | export.edition | head == zone | edition | head


def try_again(export: Export, *, actor: Actor) -> Export:
    """After three failed attempts a person may ask once more."""
    with rules.RETRY.by(actor) as act:
        act.on(export.revision)
        export = Export.objects.select_for_update(of=("self",)).select_related("revision").get(pk=export.pk)
        if export.is_ready:
            raise Conflict("Berkas ini sudah selesai.")
        if _is_live(export):
            raise Conflict("Berkas ini masih dikerjakan.")
        _enqueue(export, actor)
        act.record(about=export)
    return export


def _enqueue(export: Export, actor: Actor) -> None:
    export.job = jobs.enqueue(
        "masterplan.render_export",
        key=f"export:{export.pk}",
        args={"export": export.pk},
        requested_by=str(getattr(actor, "pk", "")),
    )
    export.save(update_fields=["job"])


def require_content(document: dict[str, Any], book: str = "") -> None:
    """Refuse a book that would hold nothing but covers."""
    books = [row for row in document["books"] if not book or row["code"] == book]
    if book and not books:
        raise Conflict(f"Buku {book} tidak ada dalam versi ini.")
    written = any(s["body"] for b in books for c in b["chapters"] for s in c["sections"])
    if not (written or document["findings"] or document["programmes"]):
        raise Conflict("Versi ini belum berisi temuan, program atau teks, jadi bukunya belum dapat dibuat.")


def composed(export: Export) -> Any:
    """What the renderer of its form takes. The head of the audit chain may come after the order; set once, as
    all that the edition holds."""
    revision = export.revision
    return export.form.compose(revision, {**export.edition, "chain_head": revision.chain_head})


def render(job: Job) -> None:
    """Make the file of the claimed job and publish it with the job's token, or not at all."""
    export = Export.objects.select_related("revision__masterplan__cycle").get(pk=job.args["export"])
    jobs.report(job, 1, 3, "Menyusun halaman")
    if not export.revision.chain_head:
        versions.stamp()
        export.revision.refresh_from_db(fields=["chain_head"])
    pages = composed(export)
    jobs.report(job, 2, 3, f"Mencetak {export.form.label}")
    rendered = export.form.render(pages)

    def publish() -> None:
        with rules.FINISH.within(SYSTEM) as act:
            act.on(export)
            sha256 = storage.put(rendered.content, export.form.media_type)
            Export.objects.filter(pk=export.pk, sha256="").update(
                sha256=sha256,
                size=len(rendered.content),
                pages=rendered.pages,
                page_map=dict(rendered.anchors),
                finished_at=clock.now(),
            )
            act.record({"sha256": sha256, "pages": rendered.pages})

    jobs.finish(job, publish)
