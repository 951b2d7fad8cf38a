"""manage.py add_user USERNAME --role ROLE --region CODE [--opd CODE]: the way in outside the demo."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lib.access import SYSTEM
from lib.errors import DomainError
from opd.accounts import services as accounts
from opd.accounts.roles import Role
from opd.offices.models import Opd, Region


class Command(BaseCommand):
    help = "Makes an account with a role, or gives an existing account another one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--region", required=True, metavar="CODE", help="kode wilayah, misalnya 32.16")
        parser.add_argument("--opd", metavar="CODE", help="wajib untuk operator dan head")

    def handle(self, *args: Any, **options: Any) -> None:
        region = _region(options["region"])
        opd = _opd(region, options["opd"]) if options["opd"] else None
        username, role = options["username"], Role(options["role"])
        try:
            user, password = accounts.add_user(username, actor=SYSTEM, role=role, region=region, opd=opd)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        office = f", {opd.short_name}" if opd else ""
        self.stdout.write(f"{user.username}: {role.label}{office}, {region.name}")
        if password:
            self.stdout.write(f"Kata sandi, hanya ditampilkan sekali: {password}")
        else:
            self.stdout.write("Akun ini sudah ada; kata sandinya tidak berubah.")


def _region(code: str) -> Region:
    region = Region.objects.filter(code=code).first()
    if region is None:
        known = ", ".join(Region.objects.values_list("code", flat=True)) or "belum ada"
        raise CommandError(f"Daerah {code} tidak dikenal. Yang ada: {known}.")
    return region


def _opd(region: Region, code: str) -> Opd:
    opd: Opd | None = Opd.objects.filter(region=region, code__iexact=code).first()
    if opd is None:
        raise CommandError(
            f"OPD {code} tidak ada di {region.name}. Kodenya ada di halaman Pejabat atau opd.csv."
        )
    return opd
