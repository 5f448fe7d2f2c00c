"""The MOD files of ``mods``, in many styles, and a short run of each, here or with NEURON's own nrnivmodl.

``python modfiles.py LIBRARY`` loads what nrnivmodl made of all of them, and prints for each file the name of
its mechanism and its run, as JSON.
"""

import json
import sys
from pathlib import Path

from neuron import h

FILES = {path.stem: path for path in sorted((Path(__file__).parent / "mods").glob("*.mod"))}
_NAMES = """
    leak=leak one_line=oneline wide_space=wide after_blocks=later no_neuron_block=no_neuron_block
    title_names_another=Real suffix_after_point=second keyword_like=Suffix hh_like=both
    derivimplicit=twostates old_euler=old old_procedure=stepper define_arrays=shells kinetic=scheme
    steadystate=steady linear_block=lin calcium_pump=pump own_ion=mgchan charge_ontology=chlor
    alpha_synapse=AlphaS net_synapse=NetSyn watch_point=Watcher intfire=Pacer electrode=Zap
    pointer=Gap pointer_density=coupled function_table=looked table_usetable=tabled verbatim=cplus
    before_after=hooks random=Noise random_density=jitter mutex=counted constant_units=consts
    area_diam=Geometry conductance=fastleak upper_case=UPPER nested_locals=nested stim_fitted=Holder
    for_netcons=Plastic comments=notes strings=speaks crlf=carriage old_mac=oldmac ctrl_z=dosend
    latin1=latin with_include=included nernst=nern after_cvode=sampled discrete=disc nonlinear=root
"""  # file=mechanism
OWN_NAMES = dict(pair.split("=") for pair in _NAMES.split())
POINTERS = {"pointer": "vgap", "pointer_density": "there"}
# the smaller part, for `make test`: one of each kind, and whatever is odd about names and letters
FEW = (
    *("one_line", "after_blocks", "no_neuron_block", "title_names_another", "suffix_after_point", "hh_like"),
    *(
        "kinetic",
        "define_arrays",
        "own_ion",
        "net_synapse",
        "intfire",
        "pointer",
        "verbatim",
        "random",
        "comments",
    ),
    *("old_mac", "ctrl_z", "latin1", "with_include"),
)


def mechanisms(sort):
    """Yield for each density mechanism (0) or point process (1) its name, its MechanismType and its place."""
    kind, name = h.MechanismType(sort), h.ref("")
    for i in range(int(kind.count())):
        kind.select(i)
        kind.selected(name)
        yield name[0], kind, i


def run(name, stem):
    """Give v [mV] of 2 ms in a Section that has the mechanism of this name; a point process gets an event."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 20
    soma.nseg = 3
    soma.insert("pas")
    found = [
        (kind.is_artificial(i), kind.is_netcon_target(i)) for own, kind, i in mechanisms(1) if own == name
    ]
    artificial, target = found[0] if found else (False, False)
    if not found:
        soma.insert(name)
        owners = [getattr(segment, name) for segment in soma]
    else:
        owners = [getattr(h, name)() if artificial else getattr(h, name)(soma(0.5))]
    for owner in owners if stem in POINTERS else ():
        setattr(owner, f"_ref_{POINTERS[stem]}", soma(0.1)._ref_v)
    if stem == "function_table":
        for table in ("look", "look2"):
            getattr(h, f"table_{table}_{name}")(-60)
    h.Random().Random123_globalindex(0)  # one for the whole process, which others may have set
    for owner in owners:
        for generator in (getattr(owner, name, None) for name in ("r", "one", "two")):
            if hasattr(generator, "set_ids"):
                generator.set_ids(1, 2, 3)  # unset, they go on from one mechanism to the next
                generator.set_seq(0)
    events = [h.NetCon(None, owner) for owner in owners if target]
    h.dt = 0.025  # DISCRETE has steps of its own
    v = h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    for event in events:
        event.weight[0] = 0.001
        event.event(1.0)
    h.continuerun(2)
    return list(v)


if __name__ == "__main__":
    h.load_file("stdrun.hoc")
    before = {name for sort in (0, 1) for name, _, _ in mechanisms(sort)}
    h.nrn_load_dll(sys.argv[1])
    own = [(name, Path(kind.file()).stem) for sort in (0, 1) for name, kind, _ in mechanisms(sort)]
    print(
        json.dumps(
            {stem: (name, run(name, stem)) for name, stem in own if stem in FILES and name not in before}
        )
    )
