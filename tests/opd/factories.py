"""Regions, offices and people for tests. Defaults are valid and minimal."""

from datetime import date
from functools import cache
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from opd.accounts.models import Membership, User
from opd.accounts.roles import OPD_ROLES, Role
from opd.offices.models import Capacity, OfficeHolder, Opd, Region

PASSWORD = "kata-sandi-uji-1945"
_numbers = count(1)


def region(**values: Any) -> Region:
    n = next(_numbers)
    defaults = {
        "code": f"99.{n:02d}",
        "kind": "kabupaten",
        "name": f"Kabupaten Contoh {n}",
        "capital": "Kota Contoh",
    }
    return Region.objects.create(**{**defaults, **values})


def opd(of: Region, code: str = "", **values: Any) -> Opd:
    n = next(_numbers)
    code = code or f"DINAS{n}"
    defaults = {
        "official_name": f"Dinas {code.title()}",
        "short_name": code.title(),
        "kind": "dinas",
        "head_title": f"Kepala Dinas {code.title()}",
        "order": n,
    }
    return Opd.objects.create(region=of, code=code, **{**defaults, **values})


def holder(of: Opd, **values: Any) -> OfficeHolder:
    defaults = {
        "name": f"Pejabat {of.short_name}",
        "nip": "19700101 199003 1 001",
        "rank": "Pembina Utama Muda (IV/c)",
        "capacity": Capacity.DEFINITIF,
        "since": date(2020, 1, 1),
    }
    return OfficeHolder.objects.create(opd=of, **{**defaults, **values})


@cache
def hashed(password: str) -> str:
    """The hash costs more than everything else of a small world, so it is made once."""
    return make_password(password)


def user(role: Role | None = None, of: Region | Opd | None = None, **values: Any) -> User:
    """An account; with a role in a region, or for an OPD when the role needs one."""
    n = next(_numbers)
    account = User(
        username=values.pop("username", f"orang{n}"), label=values.pop("label", f"Orang {n}"), **values
    )
    account.password = hashed(PASSWORD)
    account.save()
    if role is not None and of is not None:
        grant(account, role, of)
    return account


def grant(account: User, role: Role, of: Region | Opd) -> Membership:
    office = of if isinstance(of, Opd) else None
    area = of.region if isinstance(of, Opd) else of
    assert (office is not None) == (role in OPD_ROLES)
    return Membership.objects.create(user=account, region=area, role=role, opd=office)
