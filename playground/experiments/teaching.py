"""What a teacher adds to a link: settings that are not shown, and settings that stay as they are.

Both stand beside the experiment and are in no digest. A lock carries its values, so a learner who edits the
experiment in the link does not free them. Where the server has a key, locks are signed with it, and one that
was changed is refused.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256

from playground.config import SETTINGS, RunConfig, value_of, written
from playground.config.errors import ConfigError, LinkError
from playground.experiments.edits import LIVE, edited, parsed
from playground.i18n import N_, _

HIDE, LOCK, SIGN = "hide", "lock", "sign"
NAMES = (HIDE, LOCK, SIGN)
MOST = 40
"""Settings that may be hidden or locked."""
SIGN_LETTERS = 16

_UNKNOWN = N_("This link hides or locks {name!r:.40}, which is no setting.")
_TOO_MANY = N_("This link hides or locks more than {most} settings.")
_CHANGED = N_("The locks of this link were changed. Ask for the link again.")
_LOCKED = N_("This link keeps {names} as they are.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """What a teacher wants of a page."""

    hidden: tuple[str, ...] = ()
    """Paths of settings that are not shown."""
    locked: tuple[tuple[str, str], ...] = ()
    """Settings that stay as they are, by path, with their values as a link spells them."""

    @property
    def touched(self) -> frozenset[str]:
        """Settings that are hidden or locked."""
        return frozenset((*self.hidden, *(path for path, _text in self.locked)))

    def require(self, config: RunConfig) -> None:
        """Raise `ConfigError` where a locked setting has another value."""
        freed = [path for path, text in self.locked if any(now != text for now in _course(config, path))]
        if freed:
            names = ", ".join(str(_(SETTINGS[path].label)) for path in freed)
            raise ConfigError(_LOCKED, names=names)

    def enforced(self, config: RunConfig) -> RunConfig:
        """`config` with the locked values; raises `ConfigError` where they do not fit it."""
        return edited(config, {path: parsed(path, text) for path, text in self.locked})

    def query(self, key: str) -> dict[str, str]:
        """How a link says it, signed where there is a key."""
        found = {HIDE: ",".join(self.hidden), LOCK: ";".join(f"{path}:{text}" for path, text in self.locked)}
        found = {name: text for name, text in found.items() if text}
        if key and LOCK in found:
            found[SIGN] = signature(found[LOCK], key)
        return found


def teaching_of(given: dict[str, str], key: str) -> Teaching:
    """What a link says of it.

    Raises:
        LinkError: it names what is no setting, or its locks are not those that were signed.
    """
    hidden = tuple(filter(None, given.get(HIDE, "").split(",")))
    locked = tuple(_pair(one) for one in given.get(LOCK, "").split(";") if one)
    if len(hidden) + len(locked) > MOST:
        raise LinkError(_TOO_MANY, most=MOST)
    for name in (*hidden, *(path for path, _text in locked)):
        if name not in SETTINGS:
            raise LinkError(_UNKNOWN, name=name)
    if key and locked and not hmac.compare_digest(given.get(SIGN, ""), signature(given[LOCK], key)):
        raise LinkError(_CHANGED)
    return Teaching(hidden=hidden, locked=locked)


def _course(config: RunConfig, path: str) -> set[str]:
    """The values that a setting has in the course of a run."""
    if path not in LIVE:
        return {written(value_of(config, path))}
    return {written(value) for _step, value in config.training.course_of(SETTINGS[path].name)}


def locks_of(config: RunConfig, paths: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """These settings with the values that they have in `config`."""
    return tuple((path, written(value_of(config, path))) for path in paths)


def signature(locks: str, key: str) -> str:
    """What only who knows the key can write."""
    return hmac.new(key.encode(), locks.encode(), sha256).hexdigest()[:SIGN_LETTERS]


def _pair(text: str) -> tuple[str, str]:
    path, _colon, value = text.partition(":")
    return path, value
