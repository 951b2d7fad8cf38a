"""The admin: stored files that are damaged, offices without a holder."""

from django.urls import reverse

from lib import clock
from lib.files.models import StoredFile
from opd.offices.models import OfficeHolder, Opd
from portal.home.context import HomeContext
from portal.home.work.items import WorkItem


def for_admin(context: HomeContext) -> list[WorkItem]:
    return [*_damaged_files(), *_vacant_offices(context)]


def _damaged_files() -> list[WorkItem]:
    """What the nightly check found; the files of all regions lie in one store. One query."""
    count = StoredFile.objects.damaged().count()
    if not count:
        return []
    text = (
        "Pemeriksaan malam tidak menemukannya seperti saat disimpan. Catatannya utuh. Minta pengelola portal"
        " memulihkannya dari cadangan; perintah verify_audit --files menyebut setiap berkas."
    )
    title = f"Pulihkan {count} berkas yang hilang atau berubah"
    return [WorkItem(title, text, reverse("commitments:board"), "Buka papan komitmen", "bad", "Berkas rusak")]


def _vacant_offices(context: HomeContext) -> list[WorkItem]:
    region = context.plan.cycle.region
    filled = OfficeHolder.objects.filter(opd__region=region).on(clock.today()).values("opd_id")
    vacant = list(
        Opd.objects.filter(region=region).exclude(pk__in=filled).values_list("short_name", flat=True)
    )
    if count := len(vacant):
        shown = ", ".join(vacant[:4])
        more = f" dan {count - 4} OPD lain" if count > 4 else ""
        text = f"{shown}{more}. Surat komitmen tidak dapat ditandatangani selama jabatan kosong."
        return [
            WorkItem(
                f"Catat pejabat {count} OPD",
                text,
                f"{reverse('opd:holder_list')}?keadaan=kosong",
                "Buka pejabat",
                "warn",
                "Jabatan kosong",
                count,
            )
        ]
    return []
