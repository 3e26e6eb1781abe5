"""Templates of the script that a learner takes home, and how one is filled.

A template is written as the script reads, and stands with what it describes: a problem's data lines with the
problem, the network's with the network. Two marks are not Python:

    self.norm = nn.BatchNorm1d($width)  #? norm !tokens

`$width` is a hole; of several lines in one, each is moved to the hole's place, and a line that holds nothing
else is left out where it is empty. `#?` ends a line that is there only where all of its values are true, and
those behind `!` are not.
"""

from __future__ import annotations

import re
import textwrap
from string import Template
from unicodedata import east_asian_width

WIDTH = 88
"""Letters in a line, as formatters of Python have it; a Chinese one takes the place of two."""


def filled(template: str, **values: object) -> str:
    """The lines of a template, filled, without blank lines around them; unknown names are a `KeyError`."""
    found: list[str] = []
    for line in template.strip("\n").splitlines():
        code, mark, needs = line.partition("  #?")
        if mark and not all(_holds(need, values) for need in needs.split()):
            continue
        indent = code[: len(code) - len(code.lstrip())]
        text = re.sub(r"(  #|^#)\s*$", "", _substituted(code.strip(), values))
        if text or not code.strip():
            found += [indent + one if one else "" for one in text.splitlines() or [""]]
    return "\n".join(found).strip("\n")


def _holds(need: str, values: dict[str, object]) -> bool:
    return not values[need[1:]] if need.startswith("!") else bool(values[need])


def _substituted(code: str, values: dict[str, object]) -> str:
    return Template(code).substitute({name: "" if one is None else one for name, one in values.items()})


def placed(code: str) -> str:
    """The same with its comments wrapped; one at the right edge without room there stands above its line."""
    return "\n".join(placed for line in code.splitlines() for placed in _placed(line))


_COMMENT = re.compile(r"""((?:[^"'#]|"[^"]*"|'[^']*')*)#\s+(.*)""")
"""Code of one line, and what a comment behind it says."""


def _placed(line: str) -> list[str]:
    """The line as it is, where there is room for it; else with its comment wrapped, and above the code."""
    if width(line) <= WIDTH or (match := _COMMENT.fullmatch(line)) is None:
        return [line]
    code, told = match[1].rstrip(), match[2]
    indent = line[: len(line) - len(line.lstrip())]
    above = [f"{indent}# {one}" for one in wrapped(told, WIDTH - len(indent) - 2)]
    return [*above, code] if code else above


def called(function: str, *given: object, indent: int = 0, ends: str = "()") -> str:
    """A call as formatters write it, at so many letters from the left; empty arguments are left out.

    In one line, or one for each argument and a comma behind the last, which formatters of any width keep.
    With other `ends`, a list or a dictionary.
    """
    arguments = [str(one) for one in given if one]
    begin, end = ends[0], ends[1]
    if indent + width(line := f"{function}{begin}{', '.join(arguments)}{end}") <= WIDTH:
        return line
    each = textwrap.indent(",\n".join(arguments), "    ")
    return f"{function}{begin}\n{each},\n{end}"


def printed(sentence: str, *, indent: int = 0, **values: str) -> str:
    """The line, or lines, that print a sentence with names of the script in it, or with `values` for them."""
    plain = sentence.replace('"', "'")
    for name, value in values.items():
        plain = plain.replace(f"{{{name}}}", f"{{{value}}}")
    pieces = wrapped(plain, WIDTH - indent - len('print(f"")'))
    return "\n".join(f'print({"f" if "{" in piece else ""}"{piece}")' for piece in pieces)


def shape(*sizes: object) -> str:
    """Sizes as PyTorch writes them: `(batch, 10, 1)`."""
    return f"({', '.join(map(str, sizes))}{',' if len(sizes) == 1 else ''})"


# ---- letters


def width(text: str) -> int:
    """How many places the letters take."""
    return len(text) if text.isascii() else sum(2 if _is_wide(letter) else 1 for letter in text)


def wrapped(text: str, room: int = WIDTH) -> list[str]:
    """The text in lines that are at most so wide; Chinese may be cut between any two letters."""
    if text.isascii():
        return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
    found, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > room:
            found.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*found, line.rstrip()] if line.strip() else found


_CLOSING = "，。：；？！、）」』”’》"
"""Signs that never begin a line."""


def _pieces(text: str) -> list[str]:
    """What must stay together: a word with the blank before it, or one wide letter with what closes it."""
    pieces: list[str] = []
    for letter in text:
        begins = letter == " " or _is_wide(letter) or (bool(pieces) and _is_wide(pieces[-1][-1]))
        if not pieces or (begins and letter not in _CLOSING):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _is_wide(letter: str) -> bool:
    return east_asian_width(letter) in "WF"
