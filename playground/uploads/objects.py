"""JSON as a table: a list of objects or of rows, one object a line, columns side by side, or these inside."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from playground.config.errors import ExampleError
from playground.i18n import N_

BEGINS = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{])')
"""How a text begins that is JSON and no table with brackets in it."""
MOST_BRACKETS = 400_000
"""Objects and lists in the text: each takes memory long before it is a row."""
MOST_NAMES = 5000
DEEPEST = 3
"""Objects inside of objects whose values are columns, or in which a table is looked for."""

_NO_JSON = N_("Line {line:,} begins as JSON and is none that can be read.")
_NO_TABLE = N_(
    "This JSON holds no table: a list of objects is one, or lists of equal length under their names."
)
_MANY = N_("This JSON has too many rows or columns: save a part of it as CSV.")


class _Rows(NamedTuple):
    """A table that was found: the names of its columns, and its rows, or objects instead of both."""

    names: list[str]
    rows: Sequence[Sequence[Any]]
    objects: Sequence[dict[str, Any]] = ()

    @property
    def size(self) -> int:
        return len(self.rows) or len(self.objects)


def table_in(text: str, most_rows: int) -> tuple[str, bool]:
    """The table in JSON, as a text with tabs between the columns, and whether its first row has their names.

    Raises:
        ExampleError: it is none that can be read, has no table, or one that is too large.
    """
    if text.count("{") + text.count("[") > MOST_BRACKETS:
        raise ExampleError(_MANY)
    found = _found(_loaded(text, most_rows), DEEPEST)
    if found is None:
        raise ExampleError(_NO_TABLE)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows(_as_rows(found))
    whole = re.sub(r"[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", " ", out.getvalue())
    return whole, bool(found.names or found.objects)


def _loaded(text: str, most_rows: int) -> Any:
    """The value in the text; a list where each line has one."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if text.lstrip()[:1] != "{" or "\n" not in text.strip():
            raise ExampleError(_NO_JSON, line=getattr(error, "lineno", 1)) from error
    values = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise ExampleError(_NO_JSON, line=number) from error
        if len(values) > most_rows:
            break
    return values


def _found(value: Any, deepest: int) -> _Rows | None:
    """The table in a value, or the largest of those inside it."""
    if isinstance(value, list):
        if value and all(isinstance(one, dict) for one in value):
            return _Rows([], (), value)
        if value and all(isinstance(one, list) for one in value):
            return _Rows([], value)
        return None
    if not isinstance(value, dict) or not value:
        return None
    columns = {name: one for name, one in value.items() if isinstance(one, list) and not _is_nested(one)}
    if len(columns) > 1 and len({len(one) for one in columns.values()}) == 1:
        return _Rows([*columns], [*zip(*columns.values(), strict=True)])
    if all(isinstance(one, dict) for one in value.values()):
        sizes = {len(one) for one in value.values()}
        if len(sizes) == 1 and max(sizes) > len(
            value
        ):  # {"level": {"0": 1.5, "1": 1.7}}, as pandas writes it
            return _Rows([*value], [*zip(*(one.values() for one in value.values()), strict=True)])
        if max(sizes) < len(value) > 20:  # {"2024-01-01": {"level": 1.5}}
            return _Rows([], (), [{"": name, **one} for name, one in value.items()])
    if len(value) > 20 and not any(isinstance(one, (dict, list)) for one in value.values()):
        return _Rows(["", "value"], [*value.items()])  # {"2024-01-01": 1.5}
    inside = [_found(one, deepest - 1) for one in value.values()] if deepest else []
    return max((one for one in inside if one), key=lambda one: one.size, default=None)


def _is_nested(values: list[Any]) -> bool:
    return any(isinstance(one, (dict, list)) for one in values[:20])


def _as_rows(found: _Rows) -> Iterator[Iterable[str]]:
    if not found.objects:
        if found.names:
            yield found.names
        for row in found.rows:
            yield map(_shown, row)
        return
    flat = [_flat(one) for one in found.objects]
    names = dict.fromkeys(name for one in flat for name in one)
    if len(names) > MOST_NAMES or len(names) * len(flat) > 20 * MOST_BRACKETS:
        raise ExampleError(_MANY)
    yield names
    for one in flat:
        yield [_shown(one.get(name)) for name in names]


def _flat(value: dict[str, Any], deepest: int = DEEPEST) -> dict[str, Any]:
    """An object whose objects are columns of their own, such as main.temperature."""
    if not any(isinstance(one, dict) for one in value.values()):
        return value
    found: dict[str, Any] = {}
    for name, one in value.items():
        if isinstance(one, dict) and deepest:
            found |= {f"{name}.{inner}": cell for inner, cell in _flat(one, deepest - 1).items()}
        else:
            found[name] = one
    return found


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("\n", " ")
    if value is None:
        return ""
    return (
        json.dumps(value, ensure_ascii=False)[:2000] if isinstance(value, (dict, list, bool)) else str(value)
    )
