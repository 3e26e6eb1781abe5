"""What the server does for its connections."""

from __future__ import annotations

import socket
from pathlib import Path
from queue import Queue
from types import SimpleNamespace

import pytest
from streamlit.watcher import polling_path_watcher

from playground.ui.server import SETTINGS_SECONDS, look_at_settings_seldom, send_at_once


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


def test_streamlit_looks_at_its_files_of_settings_at_leisure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """As each costs the server a millisecond a second otherwise, for as long as it runs."""
    rests: Queue[float] = Queue()
    monkeypatch.setattr(polling_path_watcher, "time", SimpleNamespace(sleep=rests.put))
    monkeypatch.setattr(polling_path_watcher, "_POLLING_PERIOD_SECS", SETTINGS_SECONDS / 5)
    look_at_settings_seldom()
    watcher = polling_path_watcher.PollingPathWatcher(
        str(tmp_path), lambda _path: None, allow_nonexistent=True
    )
    try:
        assert rests.get(timeout=60) == SETTINGS_SECONDS
    finally:
        watcher.close()
