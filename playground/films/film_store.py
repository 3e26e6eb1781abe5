"""All films of a server: it carries out what is thinned, dropped, given up and tried again."""

from __future__ import annotations

from playground.config import RunConfig
from playground.films.engine import Reply
from playground.films.film_buffer import FilmBuffer, shared_steps
from playground.films.scheduler.messages import Drop, FilmDecision, KnownFilm, SetStatus, Thin
from playground.probes.requests import Probe, ViewProbe


class FilmStore:
    """Films by digest, the most recently asked for last."""

    def __init__(self) -> None:
        self._buffers: dict[str, FilmBuffer] = {}

    def buffer(self, config: RunConfig) -> FilmBuffer:
        """The film of `config`; a new one shares the longest beginning that is already known."""
        digest = config.digest
        found = self._buffers.pop(digest, None) or self._new_buffer(config)
        self._buffers[digest] = found
        return found

    def find(self, digest: str) -> FilmBuffer | None:
        """The film under `digest`, without making one."""
        return self._buffers.get(digest)

    def painted(self, probe: Probe) -> Reply | None:
        """The frame that a probe of a view asks for, where it is kept."""
        buffer = self._buffers.get(probe.config.digest)
        if buffer is None or not isinstance(probe, ViewProbe):
            return None
        frame = buffer.frames.at(probe.view, probe.step)
        return None if frame is None else Reply(status="ready", value=frame.data)

    def keep_painted(self, probe: Probe, reply: Reply) -> FilmBuffer | None:
        """Put a view that was painted among the frames of its film, which is given back; else `None`."""
        buffer = self._buffers.get(probe.config.digest)
        if buffer is None or not isinstance(probe, ViewProbe) or reply.status != "ready":
            return None
        buffer.frames.add(probe.view, [(probe.step, reply.value)])
        return buffer

    @property
    def known(self) -> dict[str, KnownFilm]:
        """The facts about each film that the scheduler needs, the film asked for longest ago first."""
        return {digest: buffer.known for digest, buffer in self._buffers.items()}

    def carry_out(self, decision: FilmDecision) -> None:
        """Do what was decided about a film; nothing where it is not here."""
        buffer = self._buffers.get(decision.film)
        if buffer is None:
            return
        match decision:
            case Thin(keep=keep):
                buffer.thin(keep)
            case Drop(film=film):
                del self._buffers[film]
            case SetStatus(status=status, reason=reason):
                buffer.status, buffer.reason = status, reason

    def _new_buffer(self, config: RunConfig) -> FilmBuffer:
        buffer = FilmBuffer(config)
        relatives = [
            (min(shared, known.last_step, buffer.total_steps), known)
            for known in self._buffers.values()
            if (shared := shared_steps(config, known.config)) is not None
        ]
        if relatives:
            shared, known = max(relatives, key=lambda relative: relative[0])
            if known.status == "diverged":
                shared = min(shared, known.last_step - 1)
            if shared > 0:
                buffer.share_beginning(known, shared)
                _inherit_end(buffer, known)
        return buffer


def _inherit_end(buffer: FilmBuffer, known: FilmBuffer) -> None:
    if known.status == "finished" and buffer.last_step == known.last_step and known.reason != "last epoch":
        buffer.status, buffer.reason = known.status, known.reason
    elif buffer.last_step == buffer.total_steps:
        buffer.status, buffer.reason = "finished", "last epoch"
