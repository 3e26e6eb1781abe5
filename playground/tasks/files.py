"""The file beside a script: for data that is not made, or that would be long to make."""

from __future__ import annotations

from playground.i18n import N_, _
from playground.listing import filled
from playground.tasks.base import DataFile

READ = """
content = Path("$name").read_bytes()  # $beside
digest = hashlib.sha256(content).hexdigest()[:32]
assert digest == DIGEST  # $other
"""
_BESIDE = N_("the file beside this script")
_OTHER = N_("else it is another file, and trains to other digits")


def reading_code(file: DataFile) -> str:
    """The lines that read its `content`, and see that it is the one that the run learned from."""
    return filled(READ, name=file.name, beside=_(_BESIDE), other=_(_OTHER))
