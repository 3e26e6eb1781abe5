"""Whether result codes are true: `python -m playground verify CODE...` trains their experiments again."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from playground.config import RunConfig
from playground.config.errors import ConfigError, EngineError
from playground.films.inline import InlineEngine
from playground.films.many import Result, Results
from playground.films.settings import asked_device
from playground.lessons.codes import read_code, verified
from playground.lessons.exercises import exercise

TRUE, NOT_TRUE, NO_CODE = "true", "not true", "no code"
STATUS = {TRUE: 0, NOT_TRUE: 1, NO_CODE: 2}
"""The exit status: the largest of all codes."""


def add_to(commands: Any) -> None:
    """Add the command to those of a parser."""
    command = commands.add_parser("verify", help="train the experiments of result codes again")
    command.add_argument("codes", nargs="+", metavar="CODE", help="as an exercise showed it")
    command.add_argument("--json", action="store_true", help="print one JSON object a line")
    command.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    worst = 0
    for number, row in enumerate(_rows(options.codes), start=1):
        about = ", ".join(str(row[name]) for name in ("exercise", "title") if name in row)
        told = ". ".join(word for word in (row["state"], about, row["remark"]) if word)
        print(json.dumps(row) if options.json else f"{number}: {told}", flush=True)
        worst = max(worst, STATUS[row["state"]])
    return worst


def _rows(codes: list[str]) -> Iterator[dict[str, Any]]:
    """What is to be said of each code."""
    runs = _Runs()
    for code in codes:
        try:
            claimed = read_code(code)
        except ConfigError as error:
            yield {"code": code, "state": NO_CODE, "remark": str(error)}
            continue
        part = exercise(claimed.exercise).parts[claimed.part]
        told = verified(claimed, runs.trained)
        state = TRUE if told.state == "passed" else NOT_TRUE
        where = {"exercise": claimed.exercise, "part": claimed.part + 1, "title": part.name}
        yield {"code": code, "state": state, **where, "remark": "" if state == TRUE else told.remark}


class _Runs:
    """Runs trained here, once for all codes that need them."""

    def __init__(self) -> None:
        self._engine = InlineEngine(device=asked_device())
        self._results = Results()

    def trained(self, config: RunConfig) -> Result:
        """The numbers of a run at its end; raises `EngineError` where it failed."""
        if (known := self._results.get(config)) is not None:
            return known
        self._engine.want(config, self._engine.film(config).total_steps)
        film = self._engine.film(config)
        if film.status == "failed":
            raise EngineError.saying(film.reason)
        return self._results.keep(film)
