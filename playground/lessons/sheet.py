"""A sheet to print: the lesson's link in letters and as a code that a phone reads."""

from __future__ import annotations

import io
from html import escape

import segno

PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16pt system-ui, sans-serif; margin: 3cm auto; max-width: 16cm; text-align: center; }}
svg {{ width: 9cm; height: 9cm; }}
code {{ font-size: 10pt; overflow-wrap: anywhere; }}
ol {{ text-align: left; }}
</style>
<h1>{title}</h1>{code}<p><code>{link}</code></p><ol>{steps}</ol></html>
"""


def qr_code(link: str) -> str:
    """The link as an SVG drawing that a phone's camera reads; dark on light in every theme."""
    drawn = io.BytesIO()
    segno.make_qr(link, error="m").save(drawn, kind="svg", xmldecl=False, light="#fff", omitsize=True)
    return drawn.getvalue().decode()


def sheet(title: str, link: str, steps: list[str], language: str) -> str:
    """The whole sheet as one HTML file; texts are shown as they are, whatever is in them."""
    items = "".join(f"<li>{escape(step)}</li>" for step in steps)
    return PAGE.format(
        language=escape(language.replace("_", "-")),
        title=escape(title),
        code=qr_code(link),
        link=escape(link),
        steps=items,
    )
