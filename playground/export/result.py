"""The end of a script: the losses that the playground found, and whether the script finds the same."""

from __future__ import annotations

import math
import platform
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from playground.films.film import Film
from playground.i18n import N_, _
from playground.listing import filled, printed, wrapped

ROW = 7
"""Losses in a line, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the playground knows of a run."""

    test_losses: tuple[float, ...] = ()
    """After each epoch; those of a run that diverged are finite, but the last one may not be."""
    finished: bool = False
    """Whether no more epochs will come."""
    diverged: bool = False

    @classmethod
    def of(cls, film: Film) -> Known:
        """What a film has."""
        losses = tuple(float(loss) for loss in film.history.test_loss)
        return cls(test_losses=losses, finished=film.is_over, diverged=film.status == "diverged")

    @property
    def written(self) -> list[str]:
        """The losses with all of their digits."""
        finite = [str(np.float32(loss)) for loss in self.test_losses if math.isfinite(loss)]
        return [*finite, "nan"] if self.diverged else finite


RESULT = '''
# $why
EXPECTED = """
$losses
"""
losses = [str(np.float32(loss)) for loss in test_losses]$thinned
pairs = zip(EXPECTED.split(), losses, strict=False)  #? !finished
for $count, (expected, found) in enumerate($pairs, $begin):
    if expected != found:
        epoch = $first + $every * place  #? thinned
        $differs
        print("torch", torch.__version__, torch.backends.cpu.get_cpu_capability())
        print("NumPy", np.__version__, platform.platform())
        break
else:
    $same
'''
_WHY = N_("Result: the test loss after each epoch, as the playground found it.")
_WHY_SOME = N_("Result: the test loss after every {every} epochs, as the playground found it.")
_SAME = N_("expected {expected}, found {found}: the same to the last digit")
_DIFFERS = N_("epoch {epoch} differs first: expected {expected}, found {found}")
_FINAL = N_("Test loss after epoch {epoch}: {loss} (torch {torch}, NumPy {numpy}, {machine}).")
_DIVERGED = N_("It diverges in epoch {epoch} (torch {torch}, NumPy {numpy}, {machine}).")


def comparison(known: Known, most: int) -> str:
    """The lines that compare; none where nothing is known.

    The losses take at most `most` lines: of a long run they are every second, or every third ...
    """
    written = known.written
    if not written:
        return ""
    every = -(-len(written) // (ROW * most))
    first = (len(written) - 1) % every  # so that the last one is among them
    return filled(
        RESULT,
        why=_(_WHY) if every == 1 else _(_WHY_SOME).format(every=every),
        losses="\n".join(wrapped(" ".join(written[first::every]))),
        thinned="" if every == 1 else f"[{first or ''}::{every}]",
        finished=known.finished,
        count="epoch" if every == 1 else "place",
        pairs="zip_longest(EXPECTED.split(), losses)" if known.finished else "pairs",
        begin=1 if every == 1 else 0,
        first=first + 1,
        every=every,
        differs=printed(_(_DIFFERS), indent=8),
        same=printed(_(_SAME), indent=4),
    )


def told(known: Known) -> str:
    """The result in words."""
    if not known.written:
        return ""
    epoch, loss = len(known.written), known.written[-1]
    versions = {"torch": version("torch"), "numpy": np.__version__, "machine": platform.machine()}
    sentence = _(_DIVERGED if known.diverged else _FINAL).format(epoch=epoch, loss=loss, **versions)
    return "\n".join(wrapped(sentence))
