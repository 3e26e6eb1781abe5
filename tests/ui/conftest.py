"""Components without a browser: what is mounted, and a click that the browser would send."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from playground.ui.components import assets


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> Callable[[ModuleType, str], dict[str, Any]]:
    """Catch what a module mounts: `seen["data"]`, and a way to click there, `seen["click"](what)`."""

    def catch(module: ModuleType, event: str) -> dict[str, Any]:
        seen: dict[str, Any] = {}

        def mount(name: str, *, key: str, data: Any, **heard: Callable[[], None]) -> None:
            def click(what: object) -> None:
                monkeypatch.setattr(assets, "sent_by_browser", lambda _key, _event: what)
                heard[event]()

            seen.update(name=name, key=key, data=data, click=click)

        monkeypatch.setattr(module, "mount", mount)
        return seen

    return catch
