"""A report from the page opens anywhere, without a network."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from playground.config import RunConfig
from playground.experiments import links


def test_a_report_opens_offline_with_the_settings_the_result_and_every_picture(
    sine, browser: Browser, tmp_path: Path
):
    page = sine
    page.get_by_role("tab", name="Share").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Report (HTML)").click()
    report = tmp_path / "report.html"
    coming.value.save_as(report)
    config: RunConfig = links.decode("v=1&problem=sine&model.cell=rnn")
    verdict = page.locator(".pg-run-bar-verdict").inner_text()
    reader = browser.new_context(offline=True)
    faults: list[str] = []
    try:
        paper = reader.new_page()
        paper.on("console", lambda message: faults.append(message.text))
        paper.on(
            "request", lambda request: faults.append(request.url) if "file:" not in request.url else None
        )
        paper.goto(report.as_uri())
        expect(paper.locator("main")).to_contain_text(verdict)
        expect(paper.locator("main")).to_contain_text(config.digest)
        expect(paper.get_by_role("table").first).to_contain_text("RNN")
        titles = paper.locator("figure img").evaluate_all("all => all.map(one => one.alt)")
        widths = paper.locator("figure img").evaluate_all("all => all.map(one => one.naturalWidth)")
    finally:
        reader.close()
    assert titles == ["The network, unrolled in time", "Loss", "Gradient norm", "Forecast"]
    assert min(widths) > 300
    assert not [fault for fault in faults if not fault.startswith(("data:image/svg+xml", report.as_uri()))]
