"""Values as letters for an address or a note, and back: strangers' text, bounded, parsed as JSON."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

MOST_LETTERS, MOST_BYTES = 4000, 20_000


def packed(value: object) -> str:
    """A value of JSON in letters, digits, `-` and `_`."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(letters: str) -> Any:
    """The value again; raises `ValueError` where there is none."""
    if len(letters) > MOST_LETTERS:
        raise ValueError("too long")
    try:
        data = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        return json.loads(zlib.decompressobj().decompress(data, MOST_BYTES))
    except (binascii.Error, zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from error
