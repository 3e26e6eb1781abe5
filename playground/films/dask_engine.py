"""The engine on dask workers: it tells the scheduler what happens, and carries out what that decides."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal

from playground.config import RunConfig
from playground.config.errors import EngineUnavailable
from playground.films.dask_tasks import DaskTasks, sentence_of
from playground.films.develop import develop, look
from playground.films.engine import EngineState, Reply
from playground.films.film import Film
from playground.films.film_store import FilmStore
from playground.films.frames import Frame
from playground.films.nursery import connected
from playground.films.readings import PENDING, Readings
from playground.films.scheduler import messages
from playground.films.scheduler.decide import decide
from playground.films.scheduler.messages import HandOut, ReadingJob, SegmentJob
from playground.films.scheduler.state import Scheduler
from playground.films.settings import EngineSettings
from playground.films.watching import Paint
from playground.i18n import N_, Message
from playground.probes.requests import Probe
from playground.training.devices import Devices
from playground.training.segment import Segment

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
"""How long nothing may happen before the scheduler is told that time went on."""
MOST_NOTED = 1000
"""Events that may wait to be told."""
RECONNECT_SECONDS = 1.0
"""How long to wait before a remote scheduler that is away is tried again."""
LOST = N_("The connection to the scheduler was lost. It is being tried again.")
STOPPED = N_("Training has stopped on this server because of a fault. Please start the server again.")


class DaskEngine:
    """Starts in the background; wishes stated before it is ready are kept.

    Pages note what they want. One thread of this process tells it to the scheduler, with what came back
    from the workers, and carries out what was decided. Everything shared is guarded by one lock, which
    is never held while waiting for a worker.
    """

    def __init__(
        self,
        settings: EngineSettings,
        *,
        paint: Paint | None = None,
        connect: Callable[[EngineSettings], Any] = connected,
    ) -> None:
        """Begin to start or reach the workers (as `connect` does), and return at once; workers `paint`."""
        self._settings = settings
        self._connect = connect
        self._paint = paint
        self._devices = Devices(asked=settings.device)
        self._expected = 1
        self._store = FilmStore()
        self._readings = Readings(settings.film_bytes // 4)
        self._scheduler = Scheduler(budget_bytes=settings.film_bytes)
        self._noted: list[messages.Event] = []
        self._decided: deque[messages.WorkDecision] = deque()
        self._workers: Any = None
        self._problem: str | Message = ""
        self._listeners: list[Callable[[], None]] = []
        self._told_state: EngineState | None = None
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._tasks = DaskTasks(self._wake)
        self._thread = threading.Thread(target=self._run, name="films", daemon=True)
        self._thread.start()

    def want(
        self,
        config: RunConfig,
        until_step: int,
        *,
        viewer: str = "",
        queued: bool = False,
        views: tuple[str, ...] = (),
    ) -> None:
        """State or renew one viewer's wish."""
        how: dict[str, Any] = {"viewer": viewer, "queued": queued, "views": views}
        with self._changed:
            wish = messages.Wanted(film=config.digest, until_step=until_step, **how)
            self._note(*self._news(config), wish)

    def film(self, config: RunConfig) -> Film:
        """A snapshot of what is known."""
        with self._changed:
            film = self._store.buffer(config).snapshot()
            self._note(*self._news(config), messages.FilmSeen(film=config.digest), wake=False)
            return film

    def frames(self, config: RunConfig, view: str, after: int = 0) -> tuple[Frame, ...]:
        """What was painted of a view since number `after`."""
        with self._changed:
            buffer = self._store.find(config.digest)
            return () if buffer is None else buffer.frames.after(view, after)

    def probe(self, probe: Probe) -> Reply:
        """Ask for a reading; ask again until it is no longer pending."""
        with self._changed:
            if (known := self._store.painted(probe)) is not None:
                return known
            if (known := self._readings.get(probe)) is not None:
                return known
            self._note(*self._news(probe.config), messages.ProbeAsked(film=probe.config.digest, probe=probe))
            return PENDING

    def state(self) -> EngineState:
        """How the engine is."""
        if self._problem:
            return EngineState(status="unavailable", sentence=self._problem, devices=self._devices)
        if self._workers is None:
            return EngineState(status="starting", devices=self._devices)
        workers = len(self._workers.known)  # now, also while a lost worker's result is waited for
        if self._settings.scheduler is None:
            self._expected = max(self._expected, workers)
        status: Literal["ready", "waiting"] = "ready" if workers >= self._expected else "waiting"
        viewers = self._scheduler.waiting_viewers
        return EngineState(status=status, workers=workers, viewers=viewers, devices=self._devices)

    def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard` whenever something came back, or the engine is otherwise than before."""
        self._listeners.append(heard)

    def close(self) -> None:
        """Stop the thread and the workers this engine started."""
        self._closing.set()
        self._wake()
        self._thread.join(timeout=30)
        self._tasks.close()

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Return when workers can take work; raises `EngineUnavailable` where there will be none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self.state()
            if state.status == "unavailable":
                raise EngineUnavailable.saying(state.sentence)
            if state.workers:
                return
            time.sleep(0.02)
        raise EngineUnavailable(N_("No worker started within {seconds:g} seconds."), seconds=seconds)

    # ---- telling the scheduler

    def _note(self, *events: messages.Event, wake: bool = True) -> None:
        """Keep what a page said until the thread tells it: there may be hundreds of wishes at once."""
        self._noted += events
        if len(self._noted) > MOST_NOTED:  # the thread is starting workers, or waits for a scheduler
            self._tell()
        if wake:
            self._changed.notify()

    def _tell(self, *events: messages.Event) -> None:
        """Let the scheduler decide; this is where the clock is read."""
        with self._changed:
            events = (*self._noted, *events)
            self._noted.clear()
            self._scheduler, decisions = decide(self._scheduler, time.monotonic(), events)
            for decision in decisions:
                if isinstance(decision, messages.WorkDecision):
                    self._decided.append(decision)
                else:
                    self._store.carry_out(decision)

    def _news(self, config: RunConfig) -> list[messages.Event]:
        """That there is a new film, if there is; the lock is held."""
        known = self._store.buffer(config).known if config.digest not in self._scheduler.films else None
        return [messages.FilmSeen(film=config.digest, known=known)] if known is not None else []

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()

    # ---- the engine's thread

    def _run(self) -> None:
        """Serve until closed; a remote scheduler that is away may come back, and films go on."""
        while not self._closing.is_set():
            try:
                self._serve()
            except EngineUnavailable as error:
                self._problem = error.message
            except Exception:
                log.exception("the engine stopped")
                self._problem = STOPPED
            self._tell_listeners(has_news=False)
            if self._settings.scheduler is None:
                return
            self._closing.wait(RECONNECT_SECONDS)

    def _serve(self) -> None:
        workers = self._connect(self._settings)
        self._devices = self._devices.having(workers.gpu)
        self._workers = workers
        try:
            while not self._closing.is_set():
                alive = tuple(workers.alive)
                if not workers.is_connected:
                    raise EngineUnavailable(LOST)
                self._problem = ""
                self._turn_once(alive)
        finally:
            with self._changed:
                self._tell(messages.Disconnected())
                self._decided.clear()
                self._tasks.withdraw_all()
            workers.close()

    def _turn_once(self, alive: tuple[str, ...]) -> None:
        self._tell_listeners(self._take_back())
        self._tell(messages.WorkersKnown(addresses=alive))
        while self._decided:
            self._carry_out(self._decided.popleft())
        with self._changed:
            if not (self._closing.is_set() or self._noted or self._jobs_done()):
                self._changed.wait(timeout=TICK_SECONDS)

    def _jobs_done(self) -> list[SegmentJob | ReadingJob]:
        """The jobs that came back and can be taken: segments of one film only in order."""
        readings = [reading.job for reading in self._scheduler.readings.values() if reading.job is not None]
        jobs: list[SegmentJob | ReadingJob] = [*self._scheduler.first_jobs(), *readings]
        return [job for job in jobs if self._tasks.is_done(job.number)]

    def _tell_listeners(self, has_news: bool) -> None:
        state = self.state()
        if has_news or state != self._told_state:
            self._told_state = state
            for heard in self._listeners:
                heard()

    def _take_back(self) -> bool:
        """Take all that came back; whether anything did."""
        has_news = False
        while True:
            with self._changed:
                done = self._jobs_done()
            if not done:
                return has_news
            has_news = True
            for job in done:
                self._take(job)

    def _take(self, job: SegmentJob | ReadingJob) -> None:
        value: Any = None
        sentence = None
        try:
            value = self._tasks.result(job.number)
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:
                self._tell(messages.Lost(job=job.number))
                return
            log.error("a job of film %s failed", job.film[:12], exc_info=error)
        if isinstance(job, ReadingJob):
            self._keep(job, value, sentence)
        elif sentence is not None:
            self._tell(messages.SegmentFailed(job=job.number, reason=sentence))
        else:
            self._append(job, value)

    def _append(self, job: SegmentJob, segment: Segment) -> None:
        with self._changed:
            buffer = self._store.find(job.film)
            if job.number in self._scheduler.jobs and buffer is not None:  # else it was withdrawn meanwhile
                buffer.append(segment)
                self._tell(messages.SegmentDone(job=job.number, seconds=segment.seconds, known=buffer.known))

    def _keep(self, job: ReadingJob, value: Any, sentence: str | Message | None) -> None:
        reply = Reply(status="ready", value=value)
        if sentence is not None:
            reply = Reply(status="failed", sentence=sentence)
        with self._changed:
            told: list[messages.Event] = [messages.ReadingDone(job=job.number)]
            if (buffer := self._store.keep_painted(job.probe, reply)) is not None:
                told.append(messages.FilmSeen(film=job.film, known=buffer.known))  # it has become larger
            else:
                self._readings.put(job.probe, reply)
            self._tell(*told)

    # ---- carrying out

    def _carry_out(self, decision: messages.WorkDecision) -> None:
        match decision:
            case HandOut(job=job):
                self._hand_out(job)
            case messages.EndWorkerOf(job=number):
                if (key := self._tasks.key(number)) is not None:
                    self._workers.stop_worker_running(key)
            case messages.Withdraw(job=number):
                self._tasks.withdraw(number)

    def _hand_out(self, job: SegmentJob | ReadingJob) -> None:
        step = job.from_step if isinstance(job, SegmentJob) else job.probe.step
        with self._changed:
            buffer = self._store.find(job.film)
            if buffer is None:
                return
            config, start = buffer.config, buffer.checkpoint_before(step)
        if isinstance(job, ReadingJob):
            work: tuple[Any, ...] = (look, config.to_json(), start, job.probe)
            how: dict[str, Any] = {"name": "look", "priority": 10, "paint": self._paint}
        else:
            if job.after is not None:
                start, step = self._tasks.future(job.after), -1
            work = (develop, config.to_json(), start, step, job.until_step)
            is_first = job.from_step == 0 and job.after is None
            priority = 0 if job.queued else 5 if is_first else 1
            how = {"name": job.film[:12], "worker": job.worker, "priority": priority}
            how |= {"seconds": job.seconds, "views": job.views, "paint": self._paint}
        how["device"] = self._devices.choice(config).device
        own = self._workers.own_data(config.task.own)
        self._tasks.submit(self._workers.client, job.number, work=(*work, *own), **how)
