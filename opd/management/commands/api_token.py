"""manage.py api_token USERNAME: a token for programs, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lib.access import SYSTEM
from opd.accounts import services as accounts
from opd.accounts.models import User


class Command(BaseCommand):
    help = "Prints a new API token of an account; --revoke ends all it has."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--revoke", action="store_true", help="no token of the account is accepted any more"
        )

    def handle(self, *args: Any, username: str, revoke: bool, **options: Any) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"Akun {username} tidak ada, atau tidak aktif.")
        if revoke:
            count = accounts.revoke_tokens(user, actor=SYSTEM)
            self.stdout.write(f"{count} token {username} tidak berlaku lagi.")
            return
        self.stdout.write(accounts.give_token(user, actor=SYSTEM))
