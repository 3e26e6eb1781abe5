"""A series with missing points, as a learner brings one."""

from __future__ import annotations

from playground.uploads import own_data
from playground.uploads.series import read_series


def with_gaps(every: int = 10, points: int = 120) -> str:
    """The digest of a column of which every so many fields are empty."""
    fields = ("" if n % every == every // 2 else str(n * n % 17) for n in range(points))
    return own_data.keep(read_series("\n".join(["a,b", *(f"{n},{one}" for n, one in enumerate(fields))])))
