from django.db.models import TextChoices


class Role(TextChoices):
    ADMIN = "admin", "Admin"
    EDITOR = "editor", "Editor"
    OPERATOR = "operator", "Operator OPD"
    HEAD = "head", "Kepala OPD"
    LEADER = "leader", "Pimpinan"
    FACILITATOR = "facilitator", "Fasilitator"


OPD_ROLES = (Role.OPERATOR, Role.HEAD)


class OpdKind(TextChoices):
    SEKRETARIAT = "sekretariat", "Sekretariat"
    INSPEKTORAT = "inspektorat", "Inspektorat"
    DINAS = "dinas", "Dinas"
    SATUAN = "satuan", "Satuan"
    BADAN = "badan", "Badan"
    KECAMATAN = "kecamatan", "Kecamatan"


class Capacity(TextChoices):
    DEFINITIF = "definitif", "definitif"
    PLT = "plt", "Plt."
    PLH = "plh", "Plh."
    PJ = "pj", "Pj."
