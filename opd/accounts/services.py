"""Accounts and roles. Until the portal manages people, only commands call this."""

import secrets

from django.core.exceptions import ValidationError
from knox.models import AuthToken

from lib.access import Actor
from lib.errors import Invalid
from opd.accounts import rules
from opd.accounts.models import Membership, User
from opd.accounts.roles import OPD_ROLES, Role
from opd.offices.models import Opd, Region


def add_user(
    username: str,
    *,
    actor: Actor,
    role: Role,
    region: Region,
    opd: Opd | None = None,
    label: str = "",
    password: str = "",
    encoded: str = "",
) -> tuple[User, str]:
    """Make an account, or give an existing one another role; returns it with its new password or ''.

    encoded: a hash of the password, made once for many accounts; then no password comes back.
    """
    with rules.ADD.by(actor) as act:
        act.on(region)
        _check(username, role, region, opd)
        user = User.objects.filter(username=username).first()
        secret = ""
        if user is None:
            user = User(username=username, label=label or _label(role, opd), password=encoded)
            if not encoded:
                secret = password or secrets.token_urlsafe(12)
                user.set_password(secret)
            user.save()
        _, made = Membership.objects.get_or_create(user=user, region=region, role=role, opd=opd)
        if not made and not secret:
            raise Invalid(f"Akun {username} sudah mempunyai peran ini.")
        act.record({"role": role, "opd": opd.code if opd else ""}, about=user)
    return user, secret


def _check(username: str, role: Role, region: Region, opd: Opd | None) -> None:
    if role not in Role.values:
        raise Invalid(f"Peran {role} tidak dikenal.")
    if (role in OPD_ROLES) != (opd is not None):
        raise Invalid("Operator dan kepala OPD memerlukan OPD; peran lain tidak.")
    if opd and opd.region_id != region.pk:
        raise Invalid(f"OPD {opd.code} bukan bagian dari {region.name}.")
    try:
        User._meta.get_field("username").clean(username, None)
    except ValidationError as reason:
        raise Invalid(" ".join(reason.messages)) from reason


def _label(role: Role, opd: Opd | None) -> str:
    if opd is None:
        return Role(role).label
    return opd.head_title if role == Role.HEAD else f"Operator {opd.short_name}"


def note_sign_in(user: User, *, actor: Actor) -> None:
    """Write the sign-in into the trail; the next home page tells what changed since."""
    with rules.SIGN_IN.by(actor) as act:
        act.on(user)
        act.record()


def give_token(user: User, *, actor: Actor) -> str:
    """A token for programs, told this once; only its digest is kept. It ends by itself (TOKEN_TTL)."""
    with rules.GIVE_TOKEN.by(actor) as act:
        act.on(user)
        _, token = AuthToken.objects.create(user)
        act.record()
    return str(token)


def revoke_tokens(user: User, *, actor: Actor) -> int:
    """From now on none of the account's tokens is accepted; returns how many there were."""
    with rules.REVOKE_TOKENS.by(actor) as act:
        act.on(user)
        count, _ = AuthToken.objects.filter(user=user).delete()
        act.record({"count": count})
    return int(count)
