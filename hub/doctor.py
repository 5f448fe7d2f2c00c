"""Say what is well with a hub and what is not, each with what to do: `make hub-doctor`.

It asks Docker's command alone, and needs nothing but Python. The exit status is 1 if something is not well.
"""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

PROJECT, PREFIX = os.environ["HHLAB_HUB_PROJECT"], os.environ["HHLAB_HUB_PREFIX"]
LAB, IMAGE = os.environ["HHLAB_HUB_LAB"], os.environ["HHLAB_HUB_IMAGE"]
FREE_GB = 5
# in the volume of the hub or the room, for a class of a hundred through a term
LEAST_MB = 100


def docker(*arguments):
    """Give what a docker command prints, or nothing where it fails."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def labs():
    return docker("ps", "--quiet", "--filter", f"label=hhlab.hub.student={PREFIX}").split()


def engine():
    info = json.loads(docker("info", "--format", "{{json .}}") or "{}")
    if not info.get("ServerVersion"):
        return False, "Docker's engine does not answer: start it, or see that you may ask it"
    root = "without root" if "rootless" in str(info.get("SecurityOptions")) else "as root"
    if not info.get("MemoryLimit"):
        return False, f"the engine {info['ServerVersion']} cannot limit memory: one lab may take all of it"
    return True, f"the engine {info['ServerVersion']} runs {root}, and limits memory"


def images():
    missing = [name for name in (LAB, IMAGE) if not docker("image", "inspect", "--format", "{{.Id}}", name)]
    return (
        not missing,
        f"missing images: {', '.join(missing)}; make hub-up" if missing else "both images are here",
    )


def parts():
    """Look at the hub's four containers."""
    odd = []
    for part in ("proxy", "hub", "door", "room"):
        shown = "{{.State.Status}} {{with .State.Health}}{{.Status}}{{end}} {{.RestartCount}}"
        state, _, more = docker("inspect", "--format", shown, f"{PROJECT}-{part}-1").partition(" ")
        health, _, restarts = more.partition(" ")
        if (state, health) != ("running", "healthy"):
            odd.append(f"{part} is {state or 'not there'} {health}: hub/run compose logs {part}")
        elif int(restarts) > 3:
            odd.append(f"{part} was started again {restarts} times: hub/run compose logs {part}")
    return not odd, "; ".join(odd) or "proxy, hub, door and room run and answer"


def page():
    published = docker("port", f"{PROJECT}-proxy-1", "8000").partition("\n")[0]
    if not published:
        return False, "the proxy's port is not published: make hub-up"
    address = f"http://{published}{os.environ.get('HHLAB_HUB_BASE_URL', '/')}hub/login"
    try:
        with urllib.request.urlopen(address.replace("0.0.0.0", "127.0.0.1"), timeout=10) as answer:
            status = answer.status
    except OSError as error:
        status = error
    if status != 200:
        return False, f"{address} answers {status}: hub/run compose logs proxy hub"
    if not published.startswith("127."):
        return False, f"{published} is open to the whole network without TLS: see docs/hub.md"
    return True, f"the sign-in page answers, to this machine alone ({published})"


def networks():
    """See that each lab has its own network with the hub and the proxy on it."""
    odd = []
    for lab in labs():
        name = docker("inspect", "--format", "{{.Name}}", lab).lstrip("/")
        inside = json.loads(docker("network", "inspect", "--format", "{{json .}}", name) or "{}")
        there = {one["Name"] for one in inside.get("Containers", {}).values()}
        if not inside.get("Internal") or there != {name, f"{PROJECT}-hub-1", f"{PROJECT}-proxy-1"}:
            odd.append(f"{name}: {', '.join(sorted(there)) or 'no network'}")
    return not odd, "; ".join(odd) or f"{len(labs())} labs run, each on a network of its own"


def memory():
    total = int(docker("info", "--format", "{{.MemTotal}}") or 0) / 2**30
    # measured: 0.24 GB in the middle of a lesson; 3 GB for the hub and what the machine needs
    most = int(max(0, total - 3) / 0.35)
    return len(
        labs()
    ) <= most, f"{total:.0f} GB of memory are enough for {most} labs at once; {len(labs())} run"


def disk():
    """Look at the disk of all images and volumes, and at those of hub and room, which may be others."""
    advice = "docker image prune, then docs/hub.md, “When the disk is full”"
    full = []
    for part in ("hub", "room"):
        look = f"import shutil; print(shutil.disk_usage('/srv/{part}').free)"
        free = docker("exec", f"{PROJECT}-{part}-1", "python", "-I", "-S", "-c", look)
        if free and int(free) < LEAST_MB * 1e6:
            full.append(f"the {part}'s disk is full, {int(free) / 1e6:.0f} MB are left: {advice}")
    if full:
        return False, "; ".join(full)
    folder = docker("info", "--format", "{{.DockerRootDir}}")
    if not Path(folder).is_dir():
        return True, "the disk is another machine's, and was not looked at"
    free = shutil.disk_usage(folder).free / 1e9
    return free >= FREE_GB, f"{free:.0f} GB are free in {folder}" + (f": {advice}" if free < FREE_GB else "")


def keys():
    settings = Path(os.environ.get("HHLAB_HUB_SETTINGS", "hub/.env"))
    mode = settings.stat().st_mode & 0o077
    return (
        not mode,
        f"{settings} is open to others: chmod 600 {settings}" if mode else f"{settings} is yours alone",
    )


def main():
    """Print a line for each question, and give the exit status."""
    well = True
    for look in (engine, images, parts, page, networks, memory, disk, keys):
        good, said = look()
        well &= good
        print(f"{'ok ' if good else 'NOT'}  {said}")
        if look is engine and not good:
            break
    return not well


if __name__ == "__main__":
    sys.exit(main())
