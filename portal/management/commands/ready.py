"""What stands behind the one word of /readyz: each thing looked at, for an operator."""

import sys

from django.core.management.base import BaseCommand

from portal.web.health import State, examine


class Command(BaseCommand):
    help = "Says what the portal needs and how it is; exit 1 when it cannot serve, 0 also when degraded."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        found = examine()
        for finding in found:
            self.stdout.write(f"{finding.name:<11} {finding.state.name.lower():<12} {finding.words}".rstrip())
        if max(finding.state for finding in found) == State.UNAVAILABLE:
            sys.exit(1)
