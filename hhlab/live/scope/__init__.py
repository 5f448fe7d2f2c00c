"""The live view: a widget in the browser that draws what a run showed, as the slider moves."""

import anywidget
import traitlets

from ...browser import bundled


class Scope(anywidget.AnyWidget):
    """Panels with cursors and zoom, a toolbar and the line of words; the half of it that lives in Python.

    Attributes
    ----------
    frame : bytes
        The picture, from :func:`hhlab.live.scope.frames.encode`.
    kept : list of bytes
        Frames that stay in the background, for comparison.
    kept_as : list of dict
        The colour of each of them, and the name that a student gave it.
    error : str
        What is said in place of the picture's words.
    tools : dict
        What the toolbar offers.
    watched : list of dict
        The models of the controls, by which the view sees a hand on a slider before the kernel does.
    """

    _esm = bundled.script("scope")
    _css = bundled.style("scope")
    frame = traitlets.Bytes(b"").tag(sync=True)
    kept = traitlets.List().tag(sync=True)
    kept_as = traitlets.List().tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    tools = traitlets.Dict().tag(sync=True)
    watched = traitlets.List().tag(sync=True)
