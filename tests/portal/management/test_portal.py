"""What `manage.py portal` refuses before it starts anything; what it starts is in tests/kill."""

import socket

import pytest
from django.core.management import CommandError, call_command


def test_a_busy_port_gets_one_line_with_the_remedy():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            call_command("portal", port=port)
    words = str(refusal.value)
    assert words.startswith(f"Port {port} is in use. Type:  PORT=")
    assert words.endswith(" make run")
    assert "\n" not in words
