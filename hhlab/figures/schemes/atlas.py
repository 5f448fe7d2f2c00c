"""Every drawing by its name."""

from difflib import get_close_matches

from ...descriptions.quantities import shown
from .axons import pieces, saltation
from .channels import channel
from .course import course_map
from .electrodes import clamp, electrode
from .membranes import batteries, circuit, leak
from .scheme import Scheme
from .synapses import synapse

DRAWINGS = {
    one.__name__: one
    for one in (electrode, leak, circuit, channel, batteries, clamp, pieces, saltation, synapse)
} | {"map": course_map}


def drawing(name: str) -> Scheme:
    """Give a drawing that explains; as the last line of a cell it shows itself.

    Parameters
    ----------
    name : str
        "electrode": a current goes through an electrode into a soma, and out through its membrane.
        "leak": the circuit of a membrane with a leak. "circuit": that of Hodgkin and Huxley.
        "channel": channels and their gates, three m with one h, and four n.
        "batteries": the salt on both sides, and the reversal potentials.
        "clamp": the loop of a voltage clamp. "pieces": a cable as NEURON cuts it.
        "saltation": an impulse from node to node. "synapse": from a spike to a current.
        "map": the lessons, and what builds on what.

    Returns
    -------
    Scheme
        Its `svg` is text of 400 units width and a height of its own, and `words` says what is seen.
        It follows the theme of the page, and needs nothing from anywhere.

    Raises
    ------
    TypeError, ValueError
        `name` is no text, or there is no drawing of that name; the message says which there are.

    Examples
    --------
    >>> hhlab.drawing("leak").words.split(",")[0]
    'Circuit of a membrane with a leak'
    """
    if not isinstance(name, str):
        raise TypeError(f'drawing() needs a name in quotes, as in drawing("circuit"), not {shown(name)}.')
    if name not in DRAWINGS:
        near = get_close_matches(name.lower(), DRAWINGS, n=1, cutoff=0.5)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"There is no drawing {shown(name)}.{guess} There are: {', '.join(DRAWINGS)}.")
    return DRAWINGS[name]()
