"""Workers that are killed in the middle of a run."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import expect

from playground import links
from playground.films.film import Film
from playground.films.inline import InlineEngine
from tests.browser.train_page import (
    APP,
    chart,
    expect_step,
    link,
    wait_for_step,
)

STARTS_MS = 600_000
"""How long workers may take to start: two at first and two again, a minute each on a busy machine."""


def workers_of(address: str) -> list[psutil.Process]:
    """The processes that train for the server at `address`."""
    port = f"{urlsplit(address).port}"
    (server,) = (process for process in psutil.process_iter() if port in command(process))
    return [process for process in server.children(recursive=True) if is_worker(process)]


def is_worker(process: psutil.Process) -> bool:
    return "spawn_main" in " ".join(command(process))


def command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def undisturbed(values: dict[str, str]) -> Film:
    """The whole film of a link, trained here."""
    config = links.decode({"v": "1", **values})
    engine = InlineEngine()
    engine.want(config, 10**9)
    return engine.film(config)


def test_killed_workers_cost_nothing_but_a_moment(new_page, serve):
    url = serve(APP, PLAYGROUND_WORKERS="2")  # its own: the other tests need theirs
    values = {"problem": "recall", "training.epochs": "60", "training.seed": "3"}
    film = undisturbed(values)
    page = new_page()
    page.goto(url + link(**values))
    page.set_default_timeout(STARTS_MS)
    wait_for_step(page, 100)
    killed = workers_of(url)
    assert len(killed) == 2
    for worker in killed:
        worker.kill()
    expect(page.get_by_text("A worker stopped and is being replaced.")).to_be_visible(timeout=STARTS_MS)
    expect(page.locator(".pg-timeline-status")).to_have_text("Finished", timeout=STARTS_MS)
    expect_step(page, film.last_step)
    told = re.compile(rf"Test loss {film.history.test_loss[-1]:.3g} after step {film.last_step}\D")
    expect(chart(page, "Loss")).to_have_attribute("aria-label", told)
    expect(page.get_by_text("Better than the baseline:")).to_be_visible()
    assert not {worker.pid for worker in workers_of(url)} & {worker.pid for worker in killed}
