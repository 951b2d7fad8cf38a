from django.db.models import TextChoices


class FindingKind(TextChoices):
    MASALAH = "masalah", "Permasalahan"
    KEUNGGULAN = "keunggulan", "Keunggulan"


class Stage(TextChoices):
    I = "I", "Bimtek I"  # noqa: E741 -- the workshops are numbered in Roman
    II = "II", "Bimtek II"
    III = "III", "Bimtek III"
    IV = "IV", "Bimtek IV"
