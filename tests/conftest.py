"""What every test may count on: one torch thread, and nothing from the caller's shell."""

from __future__ import annotations

import gettext
import sys

import pytest

from playground import i18n


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: the quick ones speak first, and Playwright's event loop,
    which lives in the main thread until the session ends, meets no other loop."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(autouse=True)
def _one_torch_thread() -> None:
    """Two threads give other digits than one. Who does not use torch does not wait for it."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _no_settings_from_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's remote scheduler is not for the tests."""
    monkeypatch.delenv("PLAYGROUND_SCHEDULER", raising=False)


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that everybody reads, in which every sentence begins with »."""
    monkeypatch.setattr(i18n, "_catalogue", lambda _language: _Loud())


class _Loud(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"»{message}"
