"""The network of the examples under a real SLURM: one node, in the lab's image itself.

Apptainer, which a cluster would run the image by, is no package of Debian's; IN_CONTAINER is empty here, and
SLURM starts the ranks in the environment that Apptainer would give them. It needs half a minute, so it runs
where HHLAB_LONG is set.
"""

import json
import os
from pathlib import Path

import pytest

from conftest import IMAGE, ROOT, docker

HERE = Path(__file__).parent / "slurm"
EXAMPLES = ROOT / "notebooks" / "examples"
JOBS = """
set -eu
cp /examples/* /tmp && cd /tmp
for ranks in 1 2 4; do sbatch --wait --ntasks $ranks network.sbatch --cells 1000 --tstop 50; done
cat network-*.out
cat spikes-*.json
"""


@pytest.fixture(scope="module")
def slurm():
    name = f"{IMAGE}-slurm"
    docker("build", "--build-arg", f"IMAGE={IMAGE}", "--tag", name, str(HERE), timeout=300)
    yield name
    docker("rmi", name, check=False)


@pytest.mark.skipif(not os.environ.get("HHLAB_LONG"), reason="make test-operating runs it")
def test_slurm_takes_the_script_as_it_is_and_the_spikes_do_not_depend_on_the_ranks(slurm):
    options = ("--rm", "--hostname", "localhost", "--env", "IN_CONTAINER=")
    said = docker("run", *options, "-v", f"{EXAMPLES}:/examples:ro", slurm, "bash", "-c", JOBS, timeout=180)
    rasters = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [raster["nhost"] for raster in rasters] == [1, 2, 4], said
    assert len(rasters[0]["times_ms"]) > 500
    for raster in rasters[1:]:
        assert (raster["times_ms"], raster["gids"]) == (rasters[0]["times_ms"], rasters[0]["gids"])
    # what Open MPI, PMIx and SLURM would complain of
    assert "Sorry" not in said and "rror" not in said, said
