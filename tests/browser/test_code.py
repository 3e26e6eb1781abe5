"""The tab Code in a real browser: lines light up, tensors tell their shapes, equations lead here and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from tests.browser.train_page import opened
from tests.export.scripts import digits, known_of, trained

LINK = "train?v=1&problem=sine&model.cell=rnn&model.hidden_size=8&training.epochs=5&tab=code"
CONFIG = edited(PRESETS["first"].config, {"model.hidden_size": 8, "training.epochs": 5})


@pytest.fixture
def page(shared_page: Page, url: str) -> Page:
    """A short run at its end, with its code."""
    opened(shared_page, f"{url}/{LINK}")
    expect(shared_page.locator(".pg-script-line").first).to_be_visible()
    return shared_page


def test_a_script_has_the_losses_at_the_end_of_its_run_and_is_taken_home(page: Page):
    known = known_of(trained(CONFIG))
    expect(page.locator(".pg-script-body")).to_contain_text(" ".join(digits(known.test_losses)))
    with page.expect_download() as taken:
        page.get_by_role("button", name="sine.py").click()
    text = taken.value.path().read_text(encoding="utf-8")
    lines = page.locator(".pg-script-line code").all_inner_texts()
    assert text.splitlines() == [line.rstrip("\n") for line in lines]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text


def test_a_control_lights_up_its_lines_and_a_tensor_says_its_shape(page: Page):
    page.locator(".st-key-code").get_by_text("output", exact=True).first.hover()
    expect(page.get_by_role("tooltip")).to_have_text(
        "output: (batch 792, time steps 10, directions × hidden size 8)"
    )
    page.get_by_text("GRU", exact=True).first.click()
    lit = page.locator(".pg-script-line.is-lit code")
    expect(lit).to_have_text([re.compile("self.gru = nn.GRU"), re.compile(r"output, _h_n = self\.gru\(x\)")])
    expect(page.locator(".pg-script-status")).to_have_text("Lines changed: 2")


def test_the_equations_lead_to_their_line_and_the_line_to_the_equations(page: Page):
    page.get_by_role("button", name="Equations").click()
    expect(page.locator(".pg-cell-equation").first).to_be_visible()
    page.get_by_role("button", name="In the code").click()
    lit = page.locator(".pg-script-line.is-lit")
    expect(lit.locator("code")).to_have_text([re.compile(r"= self\.rnn\(x\)")])
    expect(lit).to_be_in_viewport()
