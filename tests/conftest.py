"""What every test may count on: one torch thread, and nothing from the caller's shell."""

from __future__ import annotations

import gc
import gettext
import sys

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from playground import i18n

BROWSER = "tests/browser/"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests first: one of two processes has enough to do with them, the other has the rest."""
    items.sort(key=lambda item: not item.nodeid.startswith(BROWSER))


def pytest_collection_finish() -> None:
    """What is imported and collected stays to the end. To look through it again for garbage, as often as a
    small program would, took a tenth of the tests' time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """A file's tests share one process. So do all browser tests, and with it one browser and its servers."""
    return _OneBrowser(config, log)


class _OneBrowser(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)


@pytest.fixture(autouse=True)
def _one_torch_thread() -> None:
    """Two threads give other digits than one. Who does not use torch does not wait for it."""
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _no_settings_from_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's remote scheduler and graphics card are not for the tests."""
    for name in ("PLAYGROUND_SCHEDULER", "PLAYGROUND_DEVICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that everybody reads, in which every sentence begins with »."""
    monkeypatch.setattr(i18n, "_catalogue", lambda _language: _Loud())


class _Loud(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"»{message}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"»{msgid1 if n == 1 else msgid2}"
