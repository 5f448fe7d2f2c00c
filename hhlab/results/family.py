"""Many Recordings in one picture, which differ in one number: a voltage-clamp family."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..descriptions.quantities import shown
from .columns import column, listed, text
from .recording import Recording


@dataclass(frozen=True, eq=False)
class Family:
    """Recordings that differ in one number; the colour of a trace tells that number.

    Parameters
    ----------
    by : str
        What differs, with the unit in brackets: "test potential [mV]".
    values : sequence of float, shape (N,)
        That number for each Recording.
    recordings : sequence of Recording, N of them
        All with the same traces.

    Raises
    ------
    TypeError, ValueError
        Something is no Recording, the counts differ, or the Recordings hold different traces.

    Examples
    --------
    >>> steps = range(-60, 61, 20)  # mV
    >>> family = hhlab.clamp_family(None, steps)
    >>> Family("test potential [mV]", steps, family.recordings)

    >>> amps = [0.0, 0.005, 0.01]  # nA
    >>> Family("amp [nA]", amps, [run(amp) for amp in amps])
    """

    by: str
    values: Sequence[float]
    recordings: Sequence[Recording]

    def __post_init__(self):
        text("Family.by", self.by)
        values = column("Family.values", listed("Family.values", self.values))
        recordings = tuple(listed("Family.recordings", self.recordings))
        for recording in recordings:
            if not isinstance(recording, Recording):
                raise TypeError(f"Family.recordings must hold Recordings, but one is {shown(recording)}.")
        if len(values) != len(recordings):
            raise ValueError(f"Family has {len(values)} values and {len(recordings)} Recordings.")
        kinds = {tuple(recording.traces) for recording in recordings}
        if len(kinds) > 1:
            lists = " and ".join(sorted(", ".join(names) for names in kinds))
            raise ValueError(f"The Recordings of a Family must hold the same traces, but they hold {lists}.")
        object.__setattr__(self, "values", tuple(float(value) for value in values))
        object.__setattr__(self, "recordings", recordings)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the traces that every Recording holds."""
        return tuple(self.recordings[0].traces)

    def but(self, names: str | Iterable[str]) -> "Family":
        """Give the same Family with only some of its traces, as in ``family.but(["ina"])``."""
        names = [names] if isinstance(names, str) else list(names)
        chosen = [
            Recording(rec.t, configuration=rec.configuration, **{name: getattr(rec, name) for name in names})
            for rec in self.recordings
        ]
        return Family(self.by, self.values, chosen)

    def __repr__(self):
        span = f"{min(self.values):g} to {max(self.values):g}"
        return f"Family of {len(self.values)} Recordings by {self.by}, {span}: {', '.join(self.names)}"
