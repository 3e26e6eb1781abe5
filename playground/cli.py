"""The same engine without a browser: `python -m playground`."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from playground import tasks, verify_command
from playground.config import SETTINGS, RunConfig, written
from playground.config.errors import ConfigError, EngineError, ExampleError, PlaygroundError
from playground.experiments import edits, links
from playground.experiments.own_file import read_own
from playground.experiments.presets import PRESETS, preset
from playground.export.formats import Taken, endings, of_ending, write
from playground.films.film import Film
from playground.films.inline import InlineEngine
from playground.films.settings import asked_device
from playground.i18n import N_, _
from playground.models.shapes import parameter_count
from playground.probes.baselines import fitted_baselines
from playground.tasks.answers import NextPoint
from playground.tasks.baselines.series import forecast_baselines
from playground.tasks.problems import own_sentences, own_series
from playground.training.verdicts import NAMES
from playground.uploads import own_data
from playground.uploads.report import Line, Reading, as_told
from playground.views import verdicts

BAR = 28


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, or 2 for bad input, or 1 for a run or a code that failed."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (ConfigError, ExampleError) as error:
        print(error, file=sys.stderr)
        return 2
    except PlaygroundError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage."""

    def error(self, message: str) -> Any:
        """End with exit status 2."""
        self.exit(2, f"{message[:1].upper()}{message[1:]}. See python -m playground --help.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m playground", description="Train recurrent networks.")
    commands = parser.add_subparsers(
        required=True, metavar="presets | settings | train | export | verify", parser_class=_Parser
    )
    commands.add_parser("presets", help="list the presets").set_defaults(run=_list_presets)
    table = commands.add_parser("settings", help="list the settings that --set and links change")
    table.set_defaults(run=_list_settings)
    train = commands.add_parser("train", help="train one network")
    _add_experiment(train)
    train.add_argument("--json", action="store_true", help="print one JSON object a line")
    train.set_defaults(run=_train)
    export = commands.add_parser("export", help="train one network and take it home")
    _add_experiment(export)
    export.add_argument("--to", type=Path, required=True, metavar="FILE", help=f"a file: {endings()}")
    export.set_defaults(run=_export)
    verify_command.add_to(commands)
    return parser


def _add_experiment(train: argparse.ArgumentParser) -> None:
    """The arguments that say which experiment is trained."""
    start = train.add_mutually_exclusive_group()
    start.add_argument("--preset", default=None, metavar="NAME", help="which preset to begin with (sine)")
    start.add_argument("--link", metavar="QUERY", help="the query part of a page's link")
    train.add_argument(
        "--own",
        type=Path,
        metavar="FILE",
        help="learn from your own rows of text,label, in a CSV file (by itself: the preset own-sentences), "
        "or with --column from a table",
    )
    train.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME",
        help="forecast this column of the table; given again, read these beside it (the preset own-series)",
    )
    train.add_argument(
        "--read",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="how the file is to be read, other than it was, such as codes=keep; may be given several times",
    )
    train.add_argument("--season", type=int, metavar="POINTS", help="how many points of it make a season")
    told = "change a setting, such as model.cell=gru; may be given several times"
    train.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=told)


def _list_presets(_options: argparse.Namespace) -> int:
    width = max(map(len, PRESETS))
    for name, known in PRESETS.items():
        print(f"{name:<{width}}  {_(known.title)}. {_(known.notice)}")
    return 0


def _list_settings(_options: argparse.Namespace) -> int:
    rows = [
        (path, f"{one.kind}{', or none' if one.off else ''}", written(one.default), _(one.label), _(one.help))
        for path, one in SETTINGS.items()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for path, allowed, default, label, help_ in rows:
        print(f"{path:<{widths[0]}}  {allowed:<{widths[1]}}  {default:<{widths[2]}}  {label}. {help_}")
    return 0


def _train(options: argparse.Namespace) -> int:
    told: list[Line] = []
    config = _config_of(options, told)
    engine = InlineEngine(device=asked_device())
    begin = time.perf_counter()
    printed = 0
    for film in _developing(engine, config):
        if options.json:
            for row in _epochs(film, printed):
                print(json.dumps(row), flush=True)
        else:
            _draw_bar(film, sys.stderr)
        printed = len(film.history.epoch_step)
    summary = _summary(film, engine.state().devices.choice(config).device, time.perf_counter() - begin)
    if told:
        summary["reading"] = [str(line) for line in told]
    if options.json:
        print(json.dumps({"summary": summary}), flush=True)
    else:
        _print_summary(summary)
    return int(film.status == "diverged")


def _export(options: argparse.Namespace) -> int:
    of_ending(options.to)
    config, engine = _config_of(options, []), InlineEngine(device=asked_device())
    for film in _developing(engine, config):
        _draw_bar(film, sys.stderr)
    print(file=sys.stderr)
    for file in write(Taken.now(config, engine), options.to):
        print(_("Written: {file}").format(file=file))
    return 0


def _config_of(options: argparse.Namespace, told: list[Line]) -> RunConfig:
    """The experiment of these options; how a file was read is told, and kept in `told`."""
    given = options.own, options.column, options.season, Reading.of(options.read), told
    config = chosen_config(options.preset, options.link, options.set, *given)
    for line in told:
        print(as_told(line), file=sys.stderr)
    return config


def chosen_config(
    preset_name: str | None,
    link: str | None,
    assignments: Sequence[str],
    own: Path | None = None,
    columns: Sequence[str] = (),
    season: int | None = None,
    reading: Reading | None = None,
    told: list[Line] | None = None,
) -> RunConfig:
    """The experiment the command line asks for.

    Args:
        preset_name: where it begins, or else the `link`.
        link: the query part of a page's link.
        assignments: settings as PATH=VALUE.
        own: a file of the learner's own rows.
        columns: of a table in it, the one that is forecast and those that are read beside it.
        season: how many of its points make one.
        reading: how the table is to be read.
        told: where it is told how the file was read.

    Raises:
        ConfigError: a setting breaks its rule, or the data is not here.
        ExampleError: the rows in the file `own` cannot be learned from.
    """
    of_a_table = bool(columns) or season is not None
    own_preset = "own-series" if of_a_table else "own-sentences"
    config = preset(preset_name or ("sine" if own is None else own_preset)).config
    if link is not None:
        config = _linked(link, own)
    config = _assigned(config, assignments)
    if of_a_table and (own is None or config.task.name != own_series.NAME):
        raise ConfigError(
            N_("--column and --season are for the problem own-series, with a table as --own FILE.")
        )
    if own is None:
        return config
    kept, report = read_own(config, own, columns, season, reading)
    config = edits.edited(config, {"task.own": own_data.keep(kept)})
    if link is None and not any(one.startswith("task.length") for one in assignments):
        config = own_sentences.fitting(config)
    if told is not None:
        told += [*report, *own_sentences.read_as(config.task)]
    return config


def _linked(link: str, own: Path | None) -> RunConfig:
    given, left_out = links.sorted_out(links.parameters(link))
    if left_out:
        print(left_out, file=sys.stderr)
    return links.decode(given, own=None if own is None else "")


def _assigned(config: RunConfig, assignments: Sequence[str]) -> RunConfig:
    values = {}
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        if not equals:
            raise ConfigError(
                N_("--set needs NAME=VALUE, such as model.cell=gru, not {assignment!r:.60}."),
                assignment=assignment,
            )
        values[path.strip()] = edits.parsed(path.strip(), text)
    name = values.pop("task.name", config.task.name)
    return edits.edited(config if name == config.task.name else tasks.problem(name).preset, values)


def _developing(engine: InlineEngine, config: RunConfig) -> Iterator[Film]:
    """Snapshots of the film while it is developed, at every epoch or a few times a second."""
    film = engine.film(config)
    stride = film.epoch_steps
    while film.status == "developing":
        begin = time.perf_counter()
        engine.want(config, film.last_step + stride)
        film = engine.film(config)
        if time.perf_counter() - begin < 0.05:
            stride += film.epoch_steps
        yield film
    if film.status == "failed":
        raise EngineError.saying(film.reason)


def _epochs(film: Film, since: int) -> Iterator[dict[str, Any]]:
    history = film.history
    for index in range(since, len(history.epoch_step)):
        step = int(history.epoch_step[index])
        yield {
            "epoch": step // film.epoch_steps,
            "step": step,
            "train_loss": _plain(history.epoch_train_loss[index]),
            "test_loss": _plain(history.test_loss[index]),
            "margin": _plain(history.margin[index]),
            "verdict": NAMES[int(history.verdict[index])],
        } | {name: _plain(values[index]) for name, values in history.metrics.items()}


def _summary(film: Film, device: str, seconds: float) -> dict[str, Any]:
    data = tasks.dataset(film.config.task)
    rows = list(_epochs(film, max(len(film.history.epoch_step) - 1, 0)))
    sentence, advice = verdicts.told(film, fitted_baselines(film.config.task).autoregression)
    return {
        "digest": film.config.digest_on(device),
        "device": device,
        "parameters": parameter_count(film.config.model, data),
        "status": film.status,
        "reason": str(film.reason),
        "final": rows[-1] if rows else {"epoch": 0, "step": film.last_step},
        "verdict": sentence.replace("**", ""),
        "try": {} if advice is None else advice.settings(film.config),
        "baselines": _baselines(film.config),
        "seconds": round(seconds, 3),
    }


def _baselines(config: RunConfig) -> dict[str, dict[str, float | None]]:
    data = tasks.dataset(config.task)
    found: dict[str, dict[str, float | None]] = {"baseline": {"loss": data.baseline.loss}}
    if isinstance(data.answer, NextPoint):
        fitted = fitted_baselines(config.task).autoregression
        for name, forecast in forecast_baselines(data.answer.series, fitted).items():
            row = forecast.scores
            found[name] = {"rmse": row.rmse, "mae": row.mae, "r2": row.r2, "relative": row.relative}
    return found


def _draw_bar(film: Film, out: TextIO) -> None:
    done = round(BAR * film.last_step / film.total_steps)
    tests = film.history.test_loss
    loss = f"test loss {tests[-1]:.5g}" if len(tests) else "first epoch"
    rest = f", {film.seconds_left:.0f} s left" if film.seconds_left else ""
    told = f"{'█' * done}{'·' * (BAR - done)} step {film.last_step} of {film.total_steps}, {loss}{rest}"
    print(f"\r{told}   ", end="", file=out, flush=True)


def _print_summary(summary: dict[str, Any]) -> None:
    def listed(row: dict[str, Any]) -> str:
        return ", ".join(
            f"{name} {value:.5g}" for name, value in row.items() if isinstance(value, (int, float))
        )

    print(file=sys.stderr)
    print(f"{summary['status'].capitalize()} after {summary['seconds']:g} s: {listed(summary['final'])}")
    print(f"{summary['parameters']:,} parameters, {summary['device']}, digest {summary['digest'][:16]}")
    print(summary["verdict"])
    if summary["try"]:
        print("Try:", " ".join(f"--set {path}={value}" for path, value in summary["try"].items()))
    for name, row in summary["baselines"].items():
        print(f"  {name.replace('_', ' ')}: {listed(row)}")


def _plain(value: float) -> float | None:
    """A number JSON knows; one that is not finite becomes null."""
    return float(value) if math.isfinite(value) else None
