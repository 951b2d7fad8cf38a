"""Who may do what with offices and people."""

from lib.access import Actor, access
from lib.acts import Act
from opd.accounts.models import User


def can_add_user(actor: Actor, *_: object) -> bool:
    """Accounts are made by the command until people can be managed in the portal."""
    return access(actor).is_system


def is_oneself(actor: Actor, user: User) -> bool:
    return actor == user


ADD = Act(
    name="user.added",
    about=User,
    rule=can_add_user,
    refusal="Akun dibuat melalui perintah add_user.",
    words="menambah akun atau peran",
    facts=("role", "opd"),
)
SIGN_IN = Act(name="user.signed_in", about=User, rule=is_oneself, words="masuk")
GIVE_TOKEN = Act(name="account.token_given", about=User, rule=can_add_user, words="memberi token")
REVOKE_TOKENS = Act(
    name="account.tokens_revoked",
    about=User,
    rule=can_add_user,
    words="mencabut token",
    facts=("count",),
)
