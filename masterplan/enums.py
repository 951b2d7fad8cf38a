from django.db.models import TextChoices


class ProgrammeStatus(TextChoices):
    """Progress in the world, never a workflow state."""

    RENCANA = "rencana", "Direncanakan"
    BERJALAN = "berjalan", "Berjalan"
    SELESAI = "selesai", "Selesai"
    TERHENTI = "terhenti", "Terhenti"


class SectionKind(TextChoices):
    TEXT = "text", "Teks"
    TABLE = "table", "Tabel"


class SectionState(TextChoices):
    EMPTY = "empty", "belum disusun"
    WRITING = "writing", "sedang ditulis"
    READY = "ready", "siap"


class RevisionState(TextChoices):
    FROZEN = "frozen", "beku"
    IN_REVIEW = "in_review", "ditinjau"
    APPROVED = "approved", "disetujui"
    RETURNED = "returned", "dikembalikan"
    FINAL = "final", "final"
    SUPERSEDED = "superseded", "digantikan"


APPROVED_STATES = (RevisionState.APPROVED, RevisionState.FINAL, RevisionState.SUPERSEDED)
IN_FORCE = (RevisionState.APPROVED, RevisionState.FINAL)


class Decision(TextChoices):
    APPROVED = "approved", "Setujui"
    RETURNED = "returned", "Kembalikan"


class Answer(TextChoices):
    ACCEPTED = "accepted", "diterima"
    REJECTED = "rejected", "ditolak"
    EXPLAINED = "explained", "dijelaskan"


class ExportFormat(TextChoices):
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
