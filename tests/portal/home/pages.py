"""The home of somebody."""

from django.test import Client

from opd.accounts.models import User


def page(client: Client, name: str) -> str:
    client.force_login(User.objects.get(username=name))
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()
