"""The events the scheduler is told, and its decisions. Values only, compared with `==`."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.films.film import FilmStatus
from playground.i18n import Message
from playground.probes.requests import Probe


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFilm:
    """How far a film is and what it holds, without its numbers."""

    status: FilmStatus = "developing"
    last_step: int = 0
    total_steps: int
    seconds: float = 0.0
    """Of training so far."""
    seconds_left: float | None = None
    """Of training, as measured so far; `None` where it is not known."""
    numbers_nbytes: int = 0
    """Memory of its numbers and frames."""
    checkpoints: tuple[tuple[int, int], ...] = ()
    """The step and the bytes of each checkpoint, steps rising."""
    nbytes: int = field(init=False)
    """Memory of its numbers and checkpoints."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "nbytes", self.numbers_nbytes + sum(size for _, size in self.checkpoints))

    def may_end_within(self, seconds: float) -> bool:
        """Whether so many more seconds of training may be all there is."""
        return self.seconds_left is None or self.seconds_left <= seconds


# ---- what workers are given


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentJob:
    """One stretch of a film, handed out to a worker."""

    number: int
    film: str
    """The film's digest."""
    from_step: int
    """The last known step; counts only where nothing comes before."""
    after: int | None = None
    """Number of the job that gives the stretch before, where that one is not back yet."""
    until_step: int
    worker: str
    """Address of the worker it is meant for; it may be moved where that one is gone."""
    seconds: float
    """How long it is to take."""
    queued: bool = False
    """Whether nobody watches the film."""
    views: tuple[str, ...] = ()
    """The views that are painted on the way."""
    since: float
    """When it was handed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingJob:
    """One reading of a network, handed out to whichever worker is free first."""

    number: int
    film: str
    probe: Probe
    since: float


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkersKnown:
    """These workers can take work now. Told again and again, so that time goes on as well."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnected:
    """The workers cannot be reached: nothing that was handed out will come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmSeen:
    """Somebody looks at a film."""

    film: str
    known: KnownFilm | None = None
    """How far it is, where it is new or has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A viewer states or renews a wish; a viewer has one wish a film."""

    film: str
    until_step: int
    viewer: str = ""
    queued: bool = False
    """Whether nobody watches: only the end counts."""
    views: tuple[str, ...] = ()
    """The views of the film that the viewer watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeAsked:
    """Somebody waits for a reading, or waits still."""

    film: str
    probe: Probe


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentDone:
    """The first of a film's jobs came back, and the film has grown by it."""

    job: int
    seconds: float
    """Of training, as the worker measured them."""
    known: KnownFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFailed:
    """A segment ended with a fault that would come again."""

    job: int
    reason: str | Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingDone:
    """A reading came back, with its values or with the sentence that says why there are none."""

    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A segment or a reading will not come back, for no fault of its own."""

    job: int


FromPages = FilmSeen | Wanted | ProbeAsked
FromWorkers = WorkersKnown | Disconnected | SegmentDone | SegmentFailed | ReadingDone | Lost
Event = FromPages | FromWorkers


# ---- decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """Give a worker this job."""

    job: SegmentJob | ReadingJob


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """This job is settled, or nobody waits for it any more; comes once for every job."""

    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndWorkerOf:
    """Nobody wants what this job still computes: end the worker that does, if one does."""

    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus:
    """The film has failed, and this is why; or one that failed may go on."""

    film: str
    status: FilmStatus
    reason: str | Message = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thin:
    """Keep so many of a film's checkpoints."""

    film: str
    keep: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """Forget a film."""

    film: str


WorkDecision = HandOut | Withdraw | EndWorkerOf
"""A decision that is carried out at the workers."""
FilmDecision = SetStatus | Thin | Drop
"""A decision that is carried out on the films in memory."""
Decision = WorkDecision | FilmDecision
