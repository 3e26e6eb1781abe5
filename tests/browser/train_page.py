"""The train page as a learner's hands and eyes know it: its parts, and waiting for them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

APP = Path(__file__).parents[2] / "app.py"
FIRST = {"v": ["1"], "problem": ["sine"], "model.cell": ["rnn"]}
"""What the link of a first visit says. A hundred steps, watched in four seconds."""
LONG = "Adding marked numbers"
"""A preset of some thousand steps: in slow motion it trains for as long as anybody watches it."""
SLOW = 4
"""Steps a second of slow motion."""


def link(**values: str) -> str:
    return "?" + urlencode({"v": "1", **values})


def expect_run(page: Page, part: str) -> None:
    """The player has the run with this in its link, and not the one before any more."""
    page.wait_for_function("part => window.rnnPlayer?.experiment?.films[0].run.includes(part)", arg=part)


def button(page: Page, name: str) -> Locator:
    """One of the run bar's."""
    return page.locator(".pg-run-bar").get_by_role("button", name=name, exact=True)


def play(page: Page) -> Locator:
    """Play, which is Pause while it plays."""
    return page.locator(".pg-run-bar .pg-primary")


def slider(page: Page) -> Locator:
    return page.locator('.pg-timeline-range[aria-label="Timeline: go to any step trained so far"]')


def expect_status(page: Page, *words: str) -> None:
    status = re.compile(f"^({'|'.join(words)})$")
    expect(page.locator(".pg-timeline-status")).to_have_text(status)


def step(page: Page) -> int:
    return int(slider(page).input_value())


def expect_step(page: Page, at: int) -> None:
    expect(page.locator(".pg-timeline-step")).to_have_text(re.compile(rf"^Step {at:,} of "))


def wait_for_step(page: Page, at_least: int) -> None:
    page.wait_for_function("least => window.rnnPlayer?.cursor.step >= least", arg=at_least)


def chart(page: Page, title: str) -> Locator:
    """The chart that is read out with this title; by its attribute, for to work out every name is slow."""
    return page.locator(f'[role=figure][aria-label^="{title}. "]')


def scores(page: Page) -> str:
    return page.locator(".st-key-answers table").first.inner_text()


def expect_answers(page: Page, at: int, of: str = "") -> None:
    """What the network says `at` a step; `of` names its cell."""
    cells = page.locator(".st-key-answers table").first.locator("td, th")
    ends = re.compile(rf"{of} at step {at}$")  # step 10 is not step 100
    expect(cells.filter(has_text=ends).first).to_be_visible()


def opened(page: Page, address: str) -> Page:
    """Open `address` and go to the end of its run.

    Where another experiment is open on the same page it is opened as Back would, without a reload: that
    reads Streamlit's scripts anew, and costs more than most tests do besides.
    """
    here, there = (one._replace(path=one.path or "/") for one in (urlsplit(page.url), urlsplit(address)))
    asked, now = parse_qs(there.query), parse_qs(here.query)
    has_another = any(now.get(name) != value for name, value in asked.items())
    if here[:3] == there[:3] and has_another and page.evaluate("Boolean(window.rnnPlayer?.experiment)"):
        before = page.evaluate(BACK, f"?{there.query}")
        page.wait_for_function("before => rnnPlayer.experiment.serial > before", arg=before)
        set_pace(page, None)
        play(page).click()  # a page that was loaded plays by itself
    else:
        page.goto(address)
    return at_its_end(page)


BACK = """search => {
    const { serial } = rnnPlayer.experiment;
    history.pushState(null, "", search);
    dispatchEvent(new PopStateEvent("popstate"));
    return serial;
}"""
"""Let the page open another link; the number of the experiment before."""


def at_its_end(page: Page) -> Page:
    """Go to the last step once it is there, without watching every one on the way."""
    page.wait_for_function(
        "document.querySelector('.pg-timeline')?.style.getPropertyValue('--developed') === '1'"
    )
    slider(page).press("End")
    expect_status(page, "Finished")
    return page


def sine_at_its_end(page: Page, url: str) -> Page:
    """The run of a first visit at its last step, opened only where it is not open yet."""
    if not (page.url.startswith(url) and query(page) == FIRST and pace(page) is None):
        opened(page, url + link(**{name: value for name, [value] in FIRST.items()}))
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")  # what is not in sight asks nothing
    at_its_end(page)
    expect_step(page, 100)
    expect_answers(page, 100)
    return page


def in_training(page: Page, url: str) -> Page:
    """A long run a few steps after its beginning, in slow motion: it is never at its end meanwhile."""
    if not (page.url.startswith(f"{url}/") and urlsplit(page.url).path == "/"):
        opened(page, url + link(problem="sine", **{"training.epochs": "1"}))
    set_pace(page, SLOW)
    if query(page)["problem"] != ["adding"]:
        choose_preset(page, LONG)  # plays at once
    else:
        button(page, "Reset").click()
        expect_status(page, "Untrained")
        play(page).click()
    expect_status(page, "Training")
    wait_for_step(page, 3)  # the server has heard of the first
    return page


def pace(page: Page) -> int | None:
    """Steps a second at which the open page plays; `None` is as fast as it goes."""
    found: int | None = page.evaluate("window.rnnPlayer?.cursor.pace ?? null")
    return found


def set_pace(page: Page, steps: int | None) -> None:
    page.locator(".pg-run-bar").get_by_label("Speed").select_option(str(steps or 0))


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def key_of(page: Page, key: str) -> Locator:
    """A control beside the run."""
    return page.locator(f"[class*='st-key-set-{key.replace('.', '-')}']")


def alone(found: Locator) -> Locator:
    """`found` once there is one: a control that was replaced stays until the page is drawn."""
    expect(found).to_have_count(1)
    return found


def choose_preset(page: Page, name: str) -> None:
    """Choose one in the list, which the answer closes.

    The click is one event: a pointer goes down and up, and a button replaced in between does not hear it.
    """
    page.locator("[data-testid=stSidebar]").get_by_role("button", name="Presets").click()
    preset = page.get_by_role("button", name=name)
    expect(preset).to_be_visible()
    preset.evaluate("button => button.click()")
    expect(preset).to_have_count(0)


def developed(page: Page) -> float:
    """The share of the run that the timeline shows as trained."""
    bar = page.locator(".pg-timeline")
    return float(bar.evaluate("bar => bar.style.getPropertyValue('--developed')"))


def answered(page: Page) -> None:
    """Wait until the server has answered whatever was pressed so far.

    It reads what a page sends in order. So once the loss chart has the other scale, asked for last,
    everything asked for before has been done. What a run does is the same on either scale.
    """
    loss = chart(page, "Loss")
    scale = "linear" if loss.evaluate("node => node._fullLayout.yaxis.type") == "log" else "log"
    page.get_by_role("button", name="View").click()
    page.get_by_text("Loss on a log scale").click()
    page.keyboard.press("Escape")
    page.wait_for_function(
        "([node, scale]) => node._fullLayout.yaxis.type === scale", arg=[loss.element_handle(), scale]
    )
