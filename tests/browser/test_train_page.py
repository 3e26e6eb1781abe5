"""The train page in a real browser, with real workers: what a learner does, and what must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from playground import links
from playground.films.film import Film
from playground.films.inline import InlineEngine
from tests.browser.conftest import WITNESS, Serve

APP = Path(__file__).parents[2] / "app.py"

SEARCH = re.compile(r"404 .*/(train|words)/_stcore/(health|host-config)\)$")
"""Under a deep link, Streamlit's own script asks there first, and then where its server is."""

SINE = "?v=1&problem=sine"
LONG = {"problem": "adding", "task.length": "20", "training.epochs": "300"}
"""Trains for as long as anybody watches it."""
MIDDLE = {"problem": "sum-sign", "training.epochs": "30"}


@pytest.fixture(scope="module")
def url(serve: Serve) -> str:
    return serve(APP, PLAYGROUND_WORKERS="2")


@pytest.fixture(autouse=True)
def _nothing_in_the_console(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page that works has no errors to report."""
    yield
    if WITNESS in request.node.stash:
        console = request.node.stash[WITNESS].console
        assert [told for told in console if not SEARCH.search(told)] == []


def link(**values: str) -> str:
    return "?" + urlencode({"v": "1", **values})


def linked(values: dict[str, str], **more: str) -> str:
    return "?" + urlencode({"v": "1", **values, **more})


def button(page: Page, name: str) -> Locator:
    return page.locator(".st-key-runbar").get_by_role("button", name=re.compile(rf"^(\w+ )?{name}"))


def play(page: Page) -> Locator:
    return page.locator(".st-key-play button")


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Timeline: go to any step trained so far")


def expect_status(page: Page, *words: str) -> None:
    status = re.compile(f"^({'|'.join(words)})$")
    expect(page.locator(".pg-timeline-status")).to_have_text(status, timeout=60_000)


def step(page: Page) -> int:
    return int(slider(page).input_value())


def expect_step(page: Page, at: int) -> None:
    expect(page.locator(".pg-timeline-step")).to_have_text(re.compile(rf"^Step {at:,} of "))


def wait_for_step(page: Page, at_least: int) -> None:
    page.wait_for_function(
        "least => Number(document.querySelector('.pg-timeline-range')?.value) >= least", arg=at_least
    )


def chart(page: Page, title: str) -> Locator:
    return page.get_by_role("figure", name=re.compile(rf"^{title}\. "))


def scores(page: Page) -> str:
    return page.locator(".st-key-answers table").inner_text()


def finished(page: Page, address: str) -> Page:
    """Open `address` and let its run play to the end, its answers with it."""
    page.goto(address)
    expect_status(page, "Finished")
    last = step(page)
    expect(page.locator(".st-key-answers table")).to_contain_text(f"at step {last}")
    return page


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def key_of(page: Page, key: str) -> Locator:
    """A control beside the run."""
    return page.locator(f"[class*='st-key-set-{key.replace('.', '-')}']")


# ---- the first minute


def test_the_first_visit_plays_the_sine_by_itself_to_its_end(new_page, url):
    page = finished(new_page(1440, 900), url)
    expect_step(page, 100)
    expect(page.get_by_text(re.compile(r"test loss 0\.\d+; an answer that learns nothing gets 0\.00491"))).to_be_visible()
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile(r"at step 100\."))
    assert query(page) == {"v": ["1"], "problem": ["sine"]}
    for part in (page.locator(".st-key-runbar"), chart(page, "Loss"), chart(page, "Forecast")):
        box = part.bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0


def test_play_and_pause_by_button_and_by_the_space_bar(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG))
    wait_for_step(page, 20)
    play(page).click()
    expect(play(page)).to_contain_text("Play")
    expect_status(page, "Paused")
    stopped = step(page)
    page.keyboard.press("Space")
    expect(play(page)).to_contain_text("Pause")
    wait_for_step(page, stopped + 20)
    page.keyboard.press("Space")
    expect_status(page, "Paused")
    play(page).click()
    expect_status(page, "Training")


def test_the_keyboard_alone_reaches_play(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG))
    expect_status(page, "Training")
    for _ in range(40):
        page.keyboard.press("Tab")
        if play(page).evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect_status(page, "Paused")
    page.keyboard.press("Enter")
    expect_status(page, "Training")


def test_a_step_is_an_epoch_or_one_optimizer_step(new_page, url):
    page = new_page()
    page.goto(url + linked(MIDDLE, **{"training.seed": "11"}))
    expect_status(page, "Training", "Playing", "Finished")
    button(page, "Reset").click()
    expect_status(page, "Untrained")
    button(page, "Step").first.click()
    expect_step(page, 25)
    button(page, "Step by").click()
    page.get_by_text("One optimizer step").click()
    expect_step(page, 26)
    button(page, "Step").first.click()
    expect_step(page, 50)


def test_reset_keeps_the_film_so_its_end_is_one_key_away(new_page, url):
    page = finished(new_page(), url + SINE)
    at_end = scores(page)
    button(page, "Reset").click()
    expect_step(page, 0)
    expect(page.get_by_text("Untrained:")).to_be_visible()
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 0")
    slider(page).focus()
    page.keyboard.press("End")
    expect_step(page, 100)
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 100")
    assert scores(page) == at_end


def test_scrubbing_back_and_forth_gives_the_identical_numbers(new_page, url):
    page = finished(new_page(), url + SINE)
    known = {100: scores(page)}
    slider(page).focus()
    for keys, place in ((["PageDown"] * 3, 70), (["Home"], 0), (["PageUp"] * 7, 70), (["End"], 100)):
        for key in keys:
            page.keyboard.press(key)
        expect_step(page, place)
        expect(page.locator(".st-key-answers table")).to_contain_text(f"at step {place}")
        assert known.setdefault(place, scores(page)) == scores(page)
    assert len(set(known.values())) == 3


def test_a_finished_film_plays_again_so_that_one_can_watch(new_page, url):
    page = finished(new_page(), url + SINE)
    page.evaluate(
        """() => {
            const seen = window.seenSteps = new Set();
            const range = document.querySelector('.pg-timeline-step');
            new MutationObserver(() => seen.add(range.textContent)).observe(range, { childList: true,
                characterData: true, subtree: true });
        }"""
    )
    play(page).click()
    page.wait_for_function("[...window.seenSteps].some(text => !text.startsWith('Step 100 '))")
    expect_status(page, "Finished")
    assert page.evaluate("window.seenSteps.size") >= 4


def test_new_weights_are_another_seed_in_the_link(new_page, url):
    page = finished(new_page(), url + SINE)
    before = scores(page)
    button(page, "New weights").click()
    page.wait_for_url(re.compile(r"training\.seed=1"))
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 0")
    play(page).click()
    expect_status(page, "Finished")
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 100")
    assert scores(page) != before


# ---- charts that live


def test_the_loss_chart_stays_the_same_node_and_keeps_its_zoom_while_training_runs(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG, **{"training.seed": "2"}))
    wait_for_step(page, 50)
    loss = chart(page, "Loss")
    expect(loss.locator(".main-svg").first).to_be_visible()
    loss.evaluate("node => { node.marked = true; node.querySelector('.main-svg').marked = true; }")
    box = loss.locator(".nsewdrag").first.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.05, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, y + 4, steps=5)
    page.mouse.up()
    zoomed = loss.evaluate("node => node._fullLayout.xaxis.range")
    wait_for_step(page, step(page) + 100)
    assert loss.evaluate("node => node.marked && node.querySelector('.main-svg').marked") is True
    assert loss.evaluate("node => node._fullLayout.xaxis.range") == zoomed
    expect_status(page, "Training")


@pytest.mark.parametrize("problem", ["sine", "recall"])
def test_every_chart_has_a_name_with_numbers_in_it(new_page, url, problem):
    page = new_page()
    page.goto(url + link(problem=problem, **{"training.epochs": "3"}))
    expect_status(page, "Finished")
    page.get_by_role("tab", name="The problem").click()
    charts = page.locator(".pg-figure-plot")
    expect(charts).to_have_count(4)
    for place in range(4):
        expect(charts.nth(place)).to_have_attribute("role", "figure")
        expect(charts.nth(place)).to_have_attribute("aria-label", re.compile(r"\w+\. .*\d"))


# ---- the link


def test_a_copied_link_opens_the_same_experiment_with_the_same_numbers(new_page, url):
    page = finished(new_page(), url + SINE)
    key_of(page, "model.cell").get_by_text("GRU").click()
    page.wait_for_url(re.compile("model.cell=gru"))
    play(page).click()
    expect_status(page, "Finished")
    expect(page.locator(".st-key-answers table")).to_contain_text("GRU at step 100")
    page.get_by_role("tab", name="Share").click()
    copied = page.locator("[data-testid=stCode]").first.inner_text().strip()
    assert parse_qs(urlsplit(copied).query) == query(page)
    other = finished(new_page(), copied)
    assert scores(other) == scores(page)
    assert query(other) == query(page)


@pytest.mark.parametrize("path", ["/train", "/words", "/train?v=1&problem=parity&training.epochs=2"])
def test_a_deep_link_is_the_first_request_of_a_fresh_server(new_page, serve, path):
    page = new_page()
    fresh = serve(APP, PLAYGROUND_WORKERS="1")
    page.goto(fresh + path)
    if path == "/words":
        expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
        page.get_by_role("link", name="Train").click()
    expect_status(page, "Finished")
    expect(page.get_by_role("link", name="Words")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)  # "Page not found"
    if "parity" in path:
        assert "problem=parity" in page.url
        expect_step(page, 50)


def test_two_tabs_with_one_link_share_one_training(new_page, url):
    address = url + linked(LONG, **{"training.seed": "5"})
    first, second = new_page(), new_page()
    first.goto(address)
    wait_for_step(first, 400)
    play(first).click()
    expect_status(first, "Paused")
    second.goto(address)
    expect(slider(second)).to_be_visible()
    assert developed(second) >= developed(first) > 0  # all of it is there at first sight


def developed(page: Page) -> float:
    """The share of the run that the timeline shows as trained."""
    bar = page.locator(".pg-timeline")
    return float(bar.evaluate("bar => bar.style.getPropertyValue('--developed')"))


@pytest.mark.parametrize(
    "bad",
    [
        "?v=1&problem=nope",
        "?v=1&problem=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "?v=1&problem=!%5Bx%5D(http%3A%2F%2F192.0.2.1%2Fx.png)",
    ],
)
def test_a_bad_link_gives_one_sentence_and_the_sine_runs(new_page, url, bad):
    page = new_page()
    page.goto(url + bad)
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("This link")
    expect(page.get_by_role("alert").locator("img, a, script")).to_have_count(0)
    expect_status(page, "Training", "Playing", "Finished")


# ---- what happens in the middle of a run


def test_a_reload_in_mid_run_loses_nothing(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG, **{"training.seed": "7"}))
    wait_for_step(page, 300)
    reached = step(page)
    before = page.url
    page.reload()
    expect_status(page, "Training", "Playing")
    play(page).click()
    slider(page).focus()
    page.keyboard.press("End")
    wait_for_step(page, reached)
    assert page.url == before


def test_another_page_and_back_keeps_the_place(new_page, url):
    page = finished(new_page(), url + SINE)
    slider(page).focus()
    for _ in range(5):
        page.keyboard.press("PageDown")
    expect_step(page, 50)
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 50")
    page.get_by_role("link", name="Words").click()
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    page.get_by_role("link", name="Train").click()
    expect_step(page, 50)
    expect(page.locator(".st-key-answers table")).to_contain_text("at step 50")
    expect_status(page, "Paused")


def test_everything_may_be_changed_in_mid_run(new_page, url):
    page = new_page()
    page.goto(url + linked(LONG, **{"training.seed": "9"}))
    wait_for_step(page, 20)
    for cell in ("RNN", "LSTM", "By hand", "GRU"):
        key_of(page, "model.cell").get_by_text(cell, exact=True).click()
        expect(page.locator(".pg-timeline-status")).to_have_text(re.compile("Training|Playing"))
    for name in ("Both ways", "2", "One way", "1"):
        page.locator("[data-testid=stSidebar]").get_by_role("radio", name=name, exact=True).click()
    rate = key_of(page, "training.lr").get_by_role("slider")
    wait_for_step(page, 20)
    rate.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile(r"training\.changes="))
    expect(page.get_by_text(re.compile(r"Changed at step \d+;"))).to_be_visible()
    wait_for_step(page, step(page) + 20)
    choose_preset(page, "Sine, next value")
    expect_status(page, "Finished")
    expect_step(page, 100)


def test_buttons_pressed_twice_quickly_do_no_harm(new_page, url):
    page = finished(new_page(), url + SINE)
    for name in ("Reset", "Step", "New weights", "Reset"):
        button(page, name).first.dblclick()
    play(page).dblclick()
    for _ in range(2):
        page.keyboard.press("Space")
        page.keyboard.press("Space")
    button(page, "Reset").dblclick()
    expect_step(page, 0)
    expect_status(page, "Untrained")
    play(page).click()
    expect_status(page, "Finished")
    expect_step(page, 100)


def test_a_diverging_run_explains_itself(new_page, url):
    page = finished(new_page(), url + SINE)
    choose_preset(page, "Lesson: an RNN with relu explodes")  # plays at once
    expect_status(page, "Diverged")
    why = re.compile("Diverged: at step [0-9]+ the loss was no number any more")
    expect(page.get_by_text(why)).to_be_visible()
    expect(page.get_by_text("or clip the gradient (under More, Training)")).to_be_visible()
    expect(chart(page, "Loss")).to_have_attribute("aria-label", re.compile("diverged at step"))


def choose_preset(page: Page, name: str) -> None:
    page.locator("[data-testid=stSidebar]").get_by_role("button", name="Presets").click()
    page.get_by_role("button", name=name).click()
    page.keyboard.press("Escape")


def test_an_own_sequence_is_answered_and_nonsense_gets_one_sentence(new_page, url):
    page = finished(new_page(), url + SINE)
    page.get_by_text("Try your own").click()
    answer = page.get_by_text(re.compile(r"^The network's answer at step 100: "))
    expect(answer).to_be_visible()
    first = answer.inner_text()
    own = page.get_by_role("textbox", name="Your sequence")
    own.fill("cats and dogs")
    own.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("'cats'")
    expect(answer).to_have_count(0)
    own.fill("0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9")
    own.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(answer).to_be_visible()
    assert answer.inner_text() != first
    typed = answer.inner_text()
    point = page.get_by_role("slider", name="Time step 10", exact=True)
    point.focus()
    for _ in range(5):
        page.keyboard.press("PageDown")
    expect(answer).not_to_have_text(typed)
    expect(own).not_to_have_value(re.compile("0.9$"))


def test_a_stop_can_be_switched_off_again(new_page, url):
    stop = {"training.patience": "3", "training.epochs": "4"}
    page = finished(new_page(), url + link(problem="sine", **stop))
    page.locator("[data-testid=stSidebar]").get_by_text("Training", exact=True).click()
    field = page.get_by_role("spinbutton", name="Stop after epochs without progress")
    expect(field).to_have_value("3")
    field.fill("")
    field.press("Enter")
    page.wait_for_function("!location.search.includes('patience')")
    expect(field).to_have_value("")


# ---- many screens, many readers


def overflow(page: Page) -> int:
    return int(page.evaluate("document.scrollingElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize("problem", ["sine", "adding"])
def test_a_phone_shows_the_run_bar_and_scrolls_in_one_direction_only(new_page, url, problem):
    page = new_page(390, 844)
    page.goto(url + link(problem=problem, **{"training.epochs": "2"}))
    expect_status(page, "Finished")
    expect(page.locator(".st-key-answers table")).to_be_visible()
    assert overflow(page) <= 0
    expect(page.locator(".st-key-runbar")).to_be_in_viewport(ratio=1)
    expect(play(page)).to_be_in_viewport(ratio=1)
    answers = page.locator(".st-key-answers figure").first
    answers.evaluate("figure => figure.scrollIntoView()")
    expect(answers).to_be_in_viewport()
    expect(play(page)).to_be_in_viewport(ratio=1)
    play(page).click()
    expect_status(page, "Finished")
    assert overflow(page) <= 0


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "problem"), [("light", "sine"), ("dark", "sine"), ("dark", "parity")])
def test_axe_finds_no_serious_fault(new_page, url, scheme, problem):
    page = new_page(1440, 900, scheme)
    page.goto(url + link(problem=problem, **{"training.epochs": "2"}))
    expect_status(page, "Finished")
    expect(page.locator(".st-key-answers table")).to_be_visible()
    for name in ("Data", "Network", "Training"):
        page.locator("[data-testid=stSidebar]").get_by_text(name, exact=True).click()
    page.get_by_text("Try your own").click()
    expect(page.get_by_role("textbox", name="Your sequence")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Stop after epochs without progress")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_the_words(new_page, url, scheme):
    page = new_page(1440, 900, scheme)
    page.goto(url + "/words")
    expect(page.get_by_role("heading", name="Words", level=1)).to_be_visible()
    assert faults(page) == []


# ---- workers


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


def test_killed_workers_cost_nothing_but_a_moment(new_page, url):
    """The last test here, for it takes the workers away from all of them."""
    values = {"problem": "recall", "training.epochs": "200", "training.seed": "3"}
    film = undisturbed(values)
    page = new_page()
    page.goto(url + link(**values))
    wait_for_step(page, 100)
    killed = workers_of(url)
    assert len(killed) == 2
    for worker in killed:
        worker.kill()
    expect(page.get_by_text("A worker stopped and is being replaced.")).to_be_visible(timeout=30_000)
    expect_status(page, "Finished")
    expect_step(page, film.last_step)
    told = re.compile(rf"Test loss {film.history.test_loss[-1]:.3g} after step {film.last_step}\D")
    expect(chart(page, "Loss")).to_have_attribute("aria-label", told)
    expect(page.get_by_text("Better than lazy:")).to_be_visible()
    assert not {worker.pid for worker in workers_of(url)} & {worker.pid for worker in killed}
