"""What the server does for its connections."""

from __future__ import annotations

import socket

from playground.ui.server import send_at_once


def test_a_small_message_does_not_wait_for_the_answer_to_the_one_before():
    """The socket is made as Streamlit makes its own: it names no protocol, so asyncio leaves it as it is."""
    with socket.socket(family=socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert not listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        send_at_once()
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_does_not_listen_is_left_alone():
    with socket.socket(family=socket.AF_INET) as idle, socket.socket(family=socket.AF_INET) as closed:
        closed.close()
        send_at_once()
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
