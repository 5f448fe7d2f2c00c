"""A recording for the ear: a button that plays it; how it sounds is said in browser/src/sound.js."""

import anywidget
import traitlets

from ..browser import bundled
from ..descriptions.quantities import shown
from ..results.recording import Recording
from ..results.words import in_words
from .scope.frames import bounded, encode
from .scope.panels import sheet_of


def sound(recording: Recording) -> "Heard":
    """Give a button that plays a Recording: the potential is the pitch of a tone, and each spike a click.

    Nothing sounds before it is pressed. 100 ms last 2 s; a run of more than half a second is played less
    slowly, within 10 s, and none faster than it was. The button says how much slower.

    Parameters
    ----------
    recording : Recording
        With ``v``. What an explorer shows has a button of its own.

    Returns
    -------
    Heard

    Raises
    ------
    TypeError, ValueError
        It is no Recording, holds no potential, or only one moment.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.sound(hhlab.simulate(tstop=100))
    Sound of a Recording: 5 spikes, the first at 51.0 ms; peak 42.1 mV; 98.8 Hz.
    """
    if not isinstance(recording, Recording):
        raise TypeError(f"sound() needs a Recording, as hhlab.simulate() gives one, not {shown(recording)}.")
    if "v" not in recording.traces:
        raise ValueError(f"A sound is made of v, but this Recording has: {', '.join(recording.traces)}.")
    if len(recording.t) < 3 or recording.t[0] == recording.t[-1]:
        raise ValueError("This Recording is of one moment, which has no sound.")
    return Heard(recording)


class Heard(anywidget.AnyWidget):
    """The button, and beside it the words of the recording."""

    _esm = bundled.script("hear")
    frame = traitlets.Bytes(b"").tag(sync=True)

    def __init__(self, recording: Recording) -> None:
        self._words = in_words(recording)
        heard = Recording(recording.t, v=recording.v)
        super().__init__(frame=encode(sheet_of(bounded(heard)), words=self._words, derived=[]))

    def __repr__(self):
        return f"Sound of a Recording: {self._words}"

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": repr(self)}, metadata
