"""A server of its own with a real worker: its first request, and the worker's end in the middle of a run."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Page, expect

from playground.experiments import links
from playground.films.film import Film
from playground.films.inline import InlineEngine
from tests.browser.conftest import Serve
from tests.browser.train_page import APP, at_its_end, chart, expect_status, link, play


def workers_of(address: str) -> list[psutil.Process]:
    """The processes that train for the server at `address`."""
    port = f"{urlsplit(address).port}"
    (server,) = (process for process in psutil.process_iter() if port in command(process))
    return [process for process in server.children(recursive=True) if is_worker(process)]


def is_worker(process: psutil.Process) -> bool:
    """Whether it was forked from the process that has imported what workers need."""
    nest = process.parent()
    return nest is not None and "multiprocessing.forkserver" in " ".join(command(nest))


def command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def told_of(page: Page) -> tuple[str, int]:
    """The newest test loss that the chart tells, and its step."""
    label = chart(page, "Loss").get_attribute("aria-label") or ""
    found = re.search(r"Test loss (\S+) after step ([\d,]+)\D", label)
    return (found[1], int(found[2].replace(",", ""))) if found else ("", 0)


def wait_until_told_beyond(page: Page, step: int) -> None:
    """The chart tells of a later step than this: training goes on."""
    expect(chart(page, "Loss")).to_be_visible()
    page.wait_for_function(
        """([loss, step]) => {
            const [, told] = loss.ariaLabel.match(/Test loss \\S+ after step ([\\d,]+)/) ?? [];
            return told && Number(told.replaceAll(",", "")) > step;
        }""",
        arg=[chart(page, "Loss").element_handle(), step],
    )


def undisturbed(values: dict[str, str], steps: int) -> Film:
    """The film of a link up to a step, trained here."""
    config = links.decode({"v": "1", **values})
    engine = InlineEngine()
    engine.want(config, steps)
    return engine.film(config)


LONG = {"problem": "adding", "task.length": "100", "training.epochs": "500", "training.seed": "3"}
LONG |= {"training.batch_size": "none", "task.examples": "500", "model.hidden_size": "64"}
"""One step an epoch, each as long as some tens of others: whatever the machine, it is never at its end."""


@pytest.fixture(scope="module")
def server(serve: Serve) -> str:
    return serve(APP, PLAYGROUND_WORKERS="1")


def test_a_deep_link_is_the_first_request_of_a_fresh_server(shared_page, server):
    page = shared_page
    page.goto(server + "/train" + link(problem="parity", **{"training.epochs": "1", "task.examples": "200"}))
    at_its_end(page)
    assert "problem=parity" in page.url
    page.get_by_role("link", name="Words").click()
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)  # "Page not found"


def test_a_killed_worker_costs_nothing_but_a_moment(shared_page, server):
    page = shared_page
    page.goto(server + link(**LONG))
    wait_until_told_beyond(page, 2)
    (killed,) = workers_of(server)
    killed.kill()
    killed.wait()  # another is forked so soon that the sentence on it may come and go between two pictures
    _, reached = told_of(page)
    wait_until_told_beyond(page, reached)
    play(page).click()
    expect_status(page, "Paused")
    loss, step = told_of(page)
    film = undisturbed(LONG, step)
    assert loss == f"{film.history.test_loss[film.history.epoch_step == step][0]:.3g}"
    assert killed.pid not in {worker.pid for worker in workers_of(server)}
