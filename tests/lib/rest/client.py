"""A program that talks to the API: JSON in and out, a token, If-Match when asked for."""

import json
from typing import Any

from django.test import Client
from knox.models import AuthToken

from opd.accounts.models import User

TYPE = "application/json"


class Api:
    """`answer` is the JSON of the last response."""

    def __init__(self, user: User | None = None) -> None:
        self._client = Client(raise_request_exception=False)
        self._headers = {"Authorization": f"Token {AuthToken.objects.create(user)[1]}"} if user else {}

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api/v1/{path}", query, headers=self._headers)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        version: int | None = None,
        raw: bytes | None = None,
        kind: str = TYPE,
    ) -> Any:
        headers = dict(self._headers)
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return self._client.generic(method, f"/api/v1/{path}", content, kind, headers=headers)

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.send("POST", path, body, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> Any:
        return self.send("PUT", path, body, **options)

    def delete(self, path: str, **options: Any) -> Any:
        return self.send("DELETE", path, **options)
