"""A script as a Jupyter notebook: what it is about, then a cell for each of its parts (nbformat 4.5)."""

from __future__ import annotations

import ast
import json
from typing import Any

from playground.export.script import Block, Script


def notebook(script: Script) -> bytes:
    """The notebook, not run yet."""
    book = {
        "cells": [_cell(block) for block in script.blocks],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1).encode()


def _cell(block: Block) -> dict[str, Any]:
    cell: dict[str, Any] = {"id": block.name, "metadata": {}}
    if block.name == "about":
        text: str = ast.literal_eval(block.code)
        return {"cell_type": "markdown", "source": text.strip().splitlines(keepends=True)} | cell
    source = block.code.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "outputs": [], "source": source} | cell
