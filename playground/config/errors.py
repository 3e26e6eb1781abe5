"""Everything the playground may refuse, as one tree.

    PlaygroundError            a sentence for the learner; the page shows it as it is
    ├── ConfigError            a value outside its rule: what, the rule, what was given
    │   ├── LinkError          a link that does not hold an experiment
    │   └── OwnDataMissing     an experiment on somebody's own data, which is not here
    ├── ExampleError           a typed or drawn sequence that cannot be read
    ├── DataError              a data file in the package is missing or damaged
    ├── StreamError            a page's socket sent what cannot be read, or asks too much
    └── EngineError            the workers cannot do what was asked
        └── EngineUnavailable  no worker could be started or reached

Anything else that is raised is a bug. A diverging loss is none of these: it is a status.
"""

from __future__ import annotations

from typing import Any, Self

from playground.i18n import Message


class PlaygroundError(Exception):
    """The root: a complete sentence a learner can act on, translated when somebody reads it."""

    def __init__(self, template: str, /, **values: Any) -> None:
        super().__init__(template)
        self.template = template
        self.values = values

    @classmethod
    def saying(cls, sentence: str | Message) -> Self:
        """An error with words that were kept: marked for translation, or with their values."""
        return cls(sentence) if isinstance(sentence, str) else cls(sentence.template, **sentence.values)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def message(self) -> Message:
        """The same words, to be kept: an error that is kept keeps all that was there when it was raised."""
        kept = {name: v.message if isinstance(v, PlaygroundError) else v for name, v in self.values.items()}
        return Message(self.template, **kept)

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors travel from workers to the page."""
        return _rebuilt, (type(self), self.template, self.values)


class ConfigError(PlaygroundError, ValueError):
    """A setting breaks its rule."""


class LinkError(ConfigError):
    """A link cannot be read as an experiment."""


class OwnDataMissing(ConfigError):
    """An experiment needs data that somebody brought and that is not kept here (any more)."""


class ExampleError(PlaygroundError, ValueError):
    """A sequence typed or drawn by the learner cannot be read."""


class DataError(PlaygroundError):
    """A data file that belongs to the package is missing or damaged."""


class StreamError(PlaygroundError):
    """What a page said over its socket cannot be read, or asks for more than one page may have."""


class EngineError(PlaygroundError):
    """The engine cannot do what was asked."""


class EngineUnavailable(EngineError):
    """No worker could be started or reached."""


def _rebuilt(kind: type[PlaygroundError], template: str, values: dict[str, Any]) -> PlaygroundError:
    return kind(template, **values)
