"""What a run can be taken home as: one table, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import ConfigError, EngineError
from playground.experiments import links
from playground.export.history_csv import history_csv
from playground.export.notebook import notebook
from playground.export.report_of_film import film_report
from playground.export.result import Known
from playground.export.script import Script, script
from playground.films.engine import Engine
from playground.films.film import Film
from playground.i18n import N_, _
from playground.probes.requests import StateDictProbe
from playground.training.devices import CPU
from playground.views.view_state import page_of

HERE = "http://localhost:8501"
"""Where the playground is, unless a page says otherwise."""

_OTHER_ENDING = N_("--to needs a file that ends in one of {endings}, not {name!r:.60}.")
_NO_FOLDER = N_("--to: the file {file} cannot be written ({why}).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A run to be taken home."""

    config: RunConfig
    film: Film
    """What is known of it."""
    link: str
    """Where it opens."""
    engine: Engine
    """What trained it."""

    @classmethod
    def now(cls, config: RunConfig, engine: Engine, origin: str = HERE) -> Taken:
        """A run as it is now, of a playground that is there."""
        return cls(config=config, film=engine.film(config), link=page_link(config, origin), engine=engine)

    @property
    def device(self) -> str:
        """Where it was trained: a graphics card's digits are its own, and no script on a CPU finds them."""
        return self.engine.state().devices.choice(self.config).device

    @property
    def script(self) -> Script:
        """Its code, which compares its losses with those of the film."""
        return script(self.config, self.link, Known.of(self.film) if self.device == CPU else Known())

    @property
    def report(self) -> str:
        """Its report, with the command that repeats it."""
        command = f'python -m playground train --link "{links.query(self.config)}"'
        return film_report(self.film, self.link, command=command, device=self.device)

    @property
    def weights(self) -> bytes:
        """Its newest `state_dict`, from an engine that answers at once; raises `EngineError`."""
        reply = self.engine.probe(StateDictProbe(config=self.config, step=self.film.last_step))
        if reply.status != "ready":
            raise EngineError.saying(reply.sentence)
        return bytes(reply.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One kind of file."""

    label: str
    """Its name, marked for translation."""
    content: Callable[[Taken], bytes]
    is_code: bool = False
    """Whether it is code, beside which the file of its data must be."""


FORMATS: dict[str, Format] = {
    ".py": Format(label=N_("script"), content=lambda run: run.script.text.encode(), is_code=True),
    ".ipynb": Format(label=N_("notebook"), content=lambda run: notebook(run.script), is_code=True),
    ".html": Format(label=N_("report"), content=lambda run: run.report.encode()),
    ".csv": Format(
        label=N_("losses and metrics"), content=lambda run: history_csv(run.film.history).encode()
    ),
    ".pt": Format(label=N_("weights"), content=lambda run: run.weights),
}
"""All of them."""


def of_ending(file: Path) -> Format:
    """The format of a file; raises `ConfigError` for an ending that is none."""
    if file.suffix not in FORMATS:
        raise ConfigError(_OTHER_ENDING, endings=", ".join(FORMATS), name=file.name)
    return FORMATS[file.suffix]


def files(run: Taken, file: Path) -> dict[Path, bytes]:
    """The file itself, and the one beside it that code reads its data from, where there is one."""
    format_ = of_ending(file)
    found = {file: format_.content(run)}
    beside = tasks.problem(run.config.task.name).file(run.config.task) if format_.is_code else None
    return found if beside is None else found | {file.with_name(beside.name): beside.content}


def write(run: Taken, file: Path) -> list[Path]:
    """Write all `files`; raises `ConfigError` where that is impossible."""
    found = files(run, file)
    for path, content in found.items():
        try:
            path.write_bytes(content)
        except OSError as error:
            raise ConfigError(_NO_FOLDER, file=str(path), why=error.strerror) from error
    return list(found)


def endings() -> str:
    """All endings with their names."""
    return ", ".join(f"{ending} ({_(one.label)})" for ending, one in FORMATS.items())


def page_link(config: RunConfig, origin: str = HERE) -> str:
    """Where an experiment opens."""
    return f"{origin}/{page_of(tasks.problem(config.task.name))}?{links.query(config)}"
