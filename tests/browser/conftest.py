"""A real browser on a real server. Nothing here skips: without a browser the tests fail."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.chromium import find_chromium
from tests.browser.readers import WIDE, screen
from tests.browser.train_page import APP, sine_at_its_end

ROOT = Path(__file__).resolve().parents[2]

QUIET = (
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
"""A browser that does what the test says and nothing for itself."""

PATIENCE_S = 120
"""Seconds until what a test waits for counts as missing, and the only limit: no test waits for time to
pass, all wait for what comes."""

Serve = Callable[..., str]
NewPage = Callable[[], Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; pages in it share nothing."""
    expect.set_options(timeout=1000 * PATIENCE_S)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        yield browser
        browser.close()


@dataclass(kw_only=True)
class Server:
    """A Streamlit server in a process group of its own, and what it wrote."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def wait_until_it_answers(self) -> None:
        """Return once the server is healthy; fail with its log if it ends or takes too long."""
        direct = build_opener(ProxyHandler({}))  # a proxy in the environment is not for this machine
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with direct.open(f"{self.url}/_stcore/health", timeout=PATIENCE_S):
                    return
            except OSError:  # refused, or not healthy yet
                time.sleep(0.1)
        pytest.fail(f"The server at {self.url} did not start. It wrote:\n{self.tail()}", pytrace=False)

    def tail(self, lines: int = 80) -> str:
        """The end of what the server wrote."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """Ask the server to end, where nobody did, then make sure that its workers ended too."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE_S)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


SERVERS = pytest.StashKey[list[Server]]()


@pytest.fixture(scope="package")
def serve(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start a fresh server: `serve(script, **environment) -> url`. All end with the last test here."""
    servers = request.config.stash.setdefault(SERVERS, [])

    def start(script: Path, **env: str) -> str:
        log = tmp_path_factory.mktemp("server") / "log.txt"
        server = _start(Path(script).resolve(), log, env)
        try:
            server.wait_until_it_answers()
        except BaseException:  # an interrupt as well: its process group would outlive us
            server.stop()
            raise
        servers.append(server)
        return server.url

    yield start
    for server in servers:  # all are asked to end before the first is waited for
        server.process.terminate()
    while servers:
        servers.pop().stop()


@pytest.fixture(scope="package")
def url(serve: Serve) -> str:
    """The app, training in place: what a page shows of a run does not depend on who trained it.

    Real workers are asked in `tests/films`, and by `test_real_workers.py`.
    """
    return serve(APP, PLAYGROUND_ENGINE="inline")


@pytest.fixture(scope="package")
def gallery(serve: Serve) -> str:
    """A page for each component, under `gallery/`'s names."""
    return serve(Path(__file__).parent / "gallery/app.py")


def _start(script: Path, log: Path, env: dict[str, str]) -> Server:
    """Start `script` from the repository's root, where the theme and the settings are."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("PLAYGROUND_")}
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=inherited | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(process=process, url=f"http://127.0.0.1:{port}", log=log)


@dataclass
class Witness:
    """What a test's pages complained about, and whom they called."""

    faults: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Take down what happens on `page` from now on."""
        self.pages.append(page)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error.stack or error}"))
        page.on("console", self._hear)
        page.on("request", self._follow)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console.append(f"{message.text} ({message.location.get('url', '')})")

    def _follow(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in (None, "127.0.0.1", "localhost"):
            self.faults.append(f"called another machine: {request.url}")

    def complain(self) -> None:
        """Fail when a page raised an error, called another machine, or wrote an error to its console.

        Each is told once, to the test that met it.
        """
        told = [f"console: {text}" for text in self.console if not SEARCH.search(text)]
        told = [*self.faults, *told]
        self.faults.clear()
        self.console.clear()
        if told:
            pytest.fail("\n".join(["The page failed:", *told]), pytrace=False)

    def seen(self) -> list[tuple[str, str]]:
        """Address and text of every page that is open now."""
        return [(page.url, page.evaluate("document.body.innerText")) for page in self.pages if page.url]


WITNESSES = pytest.StashKey[list[Witness]]()

PAGES = "train|learn|text|attention|compare|sweep|words|cell|coloured_text|components|ribbons|run_bar"
"""The app's and the gallery's."""
SEARCH = re.compile(rf"404 .*/({PAGES})/_stcore/(health|host-config)\)$")
"""Under a deep link, Streamlit's own script asks there first, and then where its server is."""


@contextmanager
def visits(browser: Browser, witness: Witness) -> Iterator[NewPage]:
    """Open blank pages, each a new visitor's; fail in the end when one has cause to complain."""
    contexts = []

    def open_page() -> Page:
        context = browser.new_context()
        contexts.append(context)
        context.set_default_timeout(1000 * PATIENCE_S)
        page = context.new_page()
        screen(page, *WIDE)
        witness.watch(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    witness.complain()


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Open a blank page of a new visitor, for whom the browser has read nothing yet: `new_page()`.

    What its pages wrote to the console as an error is shown with any failure, and is one.
    """
    witness = _witness_of(request, Witness())
    with visits(browser, witness) as open_page:
        yield open_page


@pytest.fixture(scope="package")
def _tab(browser: Browser, serve: Serve) -> Iterator[tuple[Page, Witness]]:
    """It is closed before the servers are, or it would complain that they are gone."""
    witness = Witness()
    with visits(browser, witness) as open_page:
        yield open_page(), witness


@pytest.fixture
def shared_page(_tab: tuple[Page, Witness], request: pytest.FixtureRequest) -> Iterator[Page]:
    """One page for all tests, because opening one is what costs most: the browser starts a process for it,
    which reads Streamlit's and Plotly's scripts anew.

    It is blank at first, and later as the test before left it, but wide, light and with no pointer on it.
    So each test begins with a state that it, or a fixture of its file, makes itself: any one of them
    passes alone, and in any order.
    """
    page, witness = _tab
    _witness_of(request, witness)
    screen(page, *WIDE)
    page.mouse.move(0, 0)
    page.evaluate("location.protocol === 'http:' && localStorage.clear()")  # such as a sidebar left open
    page.context.clear_cookies()  # such as a language
    yield page
    witness.complain()


@pytest.fixture
def another_tab(shared_page: Page, _tab: tuple[Page, Witness]) -> Iterator[Callable[[str], Page]]:
    """Open an address in another tab, as a click with the middle button does: the browser has read the
    scripts of such a page already, as it has not for a new visitor's."""
    _, witness = _tab
    tabs = []

    def open_tab(address: str) -> Page:
        with shared_page.expect_popup() as opening:
            shared_page.evaluate("address => { open(address); }", address)
        tabs.append(opening.value)
        witness.watch(opening.value)
        return opening.value

    yield open_tab
    for tab in tabs:
        witness.pages.remove(tab)
        tab.close()


@pytest.fixture
def sine(shared_page: Page, url: str) -> Page:
    """The shared page with the run of a first visit at its end."""
    return sine_at_its_end(shared_page, url)


def _witness_of(request: pytest.FixtureRequest, witness: Witness) -> Witness:
    """Let what `witness` saw be shown if the test fails."""
    request.node.stash.setdefault(WITNESSES, []).append(witness)
    return witness


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show with a failure what the pages and the servers had to say."""
    report = yield
    if report.failed:
        for witness in item.stash.get(WITNESSES, []):
            report.sections.append(("browser console, errors", "\n".join(witness.console)))
            if report.when != "teardown":  # by then the pages are closed
                report.sections += [(f"page {address}", text) for address, text in witness.seen()]
        for server in item.config.stash.get(SERVERS, []):
            report.sections.append((f"log of the server at {server.url}", server.tail()))
    return report
