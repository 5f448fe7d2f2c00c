"""The pictures of an explorer made ahead, in a double of the process: nobody's NEURON is changed by them."""

import json
import signal
import time
from base64 import b64encode
from contextlib import contextmanager
from types import SimpleNamespace

from IPython.utils.capture import capture_output

from ...figures.alternatives import alternative
from ...figures.paper import png
from ...figures.pyplot import drawn, figures_of
from ...workers import asking, stdrun
from ...workers.double import HEAD, sent_by
from ...workers.worker import noted
from .. import mishaps
from ..outcomes import checked, other_parts
from ..stills import Still, content_of, contents_of
from .contents import values_at

SLOWEST_S = 20  # a run that takes longer is taken for endless, and the double ends
LEVELS = 6  # three stops, and twice as many with each level: 65
LEAST_LEVELS, MOST_S = 3, 90  # nine stops of each slider come, whatever they take, up to so long
BUDGET_S = 8.0  # for the others
MOST_OPTIONS = 65
AHEAD = 24


def runs_of(explorer, controls, firsts, lines, budget_s=BUDGET_S):
    """Give the runs of an explorer as dicts for :func:`hhlab.live.page.packing.packed`.

    Parameters
    ----------
    explorer : Explorer
    controls : list of dict
        Of :func:`hhlab.live.page.contents.controls_of`.
    firsts : dict of str to dict
        Values by name: of the first picture, whose name is "", and of the presets.
    lines : Lines
        Its script.
    budget_s : float
        What may be spent on the stops of the controls, beyond the coarsest.

    Returns
    -------
    dict of (str or None) to list of dict
        By control; None stands for those of `firsts`. The ``key`` of a run is its stop, or its name.
    """
    jobs = list(_jobs(explorer, controls, firsts))
    wanted, came = {}, {}
    for level, name, _, _ in jobs:
        wanted[level, name] = wanted.get((level, name), 0) + 1
    for number, data in sent_by(lambda send: _make(explorer, jobs, lines, budget_s, send), asking.pass_on):
        level, name, key, _ = jobs[number]
        end = HEAD.size + HEAD.unpack_from(data)[1]
        run = {"key": key, "frame": data[end:]} | json.loads(data[HEAD.size : end])
        came.setdefault((level, name), []).append(run)
    # a level that has not come as a whole would make a slider of uneven steps
    found = {None: []} | {one["name"]: [] for one in controls}
    for (level, name), runs in came.items():
        if name is None or len(runs) == wanted[level, name]:
            found[name] += runs
    return found


def _jobs(explorer, controls, firsts):
    """Yield (level, name of the control or None, key, values): first what a page is in most need of."""
    for key, values in firsts.items():
        yield -1, None, key, values
    for level in range(LEVELS):
        for one in controls:
            for place in _places(one, level):
                yield level, one["name"], place, values_at(explorer, one, place)


def _places(control, level):
    if control["kind"] != "slider":
        others = [place for place in range(_count(control)) if place != control["place"]]
        return others[:MOST_OPTIONS] if level == 0 else []
    before = _spread(control, level) if level else {control["place"]}
    return sorted(_spread(control, level + 1) - before - {control["place"]})


def _count(control):
    """Give how many places a control has that is no slider."""
    if control["kind"] == "check":
        return 2
    options = len(control["options"])
    return 2**options if control["kind"] == "many" else options


def _spread(control, level):
    """Give a set of stops, evenly spread: two ends, and as many again between them with each level."""
    last, parts = len(control["stops"]) - 1, 2**level
    return {round(last * part / parts) for part in range(parts + 1)}


def _make(explorer, jobs, lines, budget_s, send):
    """Make the runs; in the double."""
    questions, began_s = asking.Questions(send), time.monotonic()
    if explorer._parts():
        _quicken(explorer)
    for number, (level, name, _, values) in enumerate(jobs):
        if time.monotonic() - began_s > (budget_s if level >= LEAST_LEVELS else MOST_S):
            break
        if name is not None and isinstance(values[name], float):
            coming = [other[3][name] for other in jobs[number + 1 : number + AHEAD] if other[1] == name]
            questions.expect(values[name], coming)
        told, frame = _run(explorer, values, lines)
        if stdrun.stopped():
            stdrun.restore()
            told, frame = _run(explorer, values, lines)
        text = json.dumps(told).encode()
        send(number, HEAD.pack(0, len(text)) + text + frame)


def _quicken(explorer):
    """Let runs be quick, unless the picture that is shown comes out otherwise then."""
    stdrun.quicken()
    values = explorer.values
    try:
        frame = explorer._small_frame(explorer._run.function(**values), values)
    except Exception:
        frame = b""
    if stdrun.quickened() and frame != explorer._small_frame(explorer.result, values):
        stdrun.restore()


def _run(explorer, values, lines):
    """Give what a page is told of a run, and the bytes of its frame."""
    signal.alarm(SLOWEST_S)
    try:
        with noted() as calls, drawn() as figures, _quietly(shown := SimpleNamespace()):
            result = checked(explorer._run.function(**values), explorer._name)
        frame = explorer._small_frame(result, values)
        own = dict.fromkeys((*figures, *figures_of(result)))
        stills = [Still(png(figure), alternative(figure)) for figure in own]
        for part in other_parts(result):
            stills += contents_of(part, _quietly)
        stills += [content_of(bundle) for bundle in shown.displayed]
        told = {"below": below} if (below := [_in_json(one) for one in stills]) else {}
        script = lines.changed(values, result, calls)
        return told | ({} if script is None else {"script": script}), frame
    except (Exception, SystemExit) as error:
        return {"error": mishaps.sentence(error, explorer._name)}, b""
    finally:
        signal.alarm(0)


@contextmanager
def _quietly(seen):
    """Keep what is displayed meanwhile; what is printed reaches nobody from a double."""
    with capture_output(stdout=False, stderr=False) as shown:
        yield
    seen.displayed = [output.data for output in shown.outputs]


def _in_json(content):
    if isinstance(content, Still):
        return {"png": b64encode(content.png).decode(), "words": content.words}
    return content if isinstance(content, str) else "<p>This part is shown in the lab only.</p>"
