"""The browser's modules without a browser: run by the node that ships with playwright."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

WEB = Path(__file__).resolve().parents[2] / "playground/ui/components/web"
PATIENCE_S = 120


def run_module(source: str, given: Any = None) -> Any:
    """What `source`, the text of an ES module, hands to `tell`.

    Args:
        source: may import the page's modules by `"web/<name>.js"`, and read what is `given`.
        given: anything JSON can hold, and numbers that are not finite.

    Returns:
        What it told, by way of JSON: a number that is not finite comes as `None`.
    """
    node, _cli = compute_driver_executable()
    head = [
        f"const given = {json.dumps(given)};",  # NaN and Infinity are names JavaScript knows
        "const tell = (value) => process.stdout.write(JSON.stringify(value));",
    ]
    text = source.replace('"web/', f'"{WEB.as_uri()}/')
    done = subprocess.run(
        [node, "--input-type=module", "-"],
        input="\n".join([*head, text]),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
