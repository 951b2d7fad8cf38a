"""What docker-compose.yml says about a service, its ${NAMES} filled: the set is started in these words."""

import re
from collections.abc import Mapping
from typing import Any

from tests.production.files import services_of_compose

NAME = re.compile(r"\$\{([A-Z_]+)(?::-([^}]*))?\}")


class Compose:
    def __init__(self, values: Mapping[str, str]) -> None:
        """`values`: what a .env beside the file would hold."""
        self._services = _filled(services_of_compose(), values)

    def service(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self._services[name]
        return found

    def command(self, name: str) -> list[str]:
        """The entry point, if the file names one, and the command."""
        service = self.service(name)
        return [str(word) for word in (*service.get("entrypoint", ()), *service.get("command", ()))]

    def environment(self, name: str) -> dict[str, str]:
        named = self.service(name).get("environment", {})
        return {key: str(value) for key, value in named.items() if value not in (None, "")}

    def replicas(self, name: str) -> int:
        return int(self.service(name).get("deploy", {}).get("replicas", 1))


def _filled(part: Any, values: Mapping[str, str]) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, values) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    return (
        NAME.sub(lambda name: values.get(name[1]) or name[2] or "", part) if isinstance(part, str) else part
    )
