"""What a student's lab cannot reach and cannot do, tried from inside one."""

import json

import pytest

from conftest import run

REACH = """
import json, socket
said = {}
for where, port in %s:
    try:
        socket.create_connection((where, port), 1.5).close()
        said[f"{where}:{port}"] = "open"
    except OSError as error:
        said[f"{where}:{port}"] = str(error)
print(json.dumps(said))
"""


def reached(there, student, targets):
    """Give which of these addresses a student's lab can open."""
    said = json.loads(there.python(student, REACH % (targets,)))
    return {where for where, answer in said.items() if answer == "open"}


def addresses(there, name):
    """Give all addresses of a container."""
    networks = there.inspect(name)["NetworkSettings"]["Networks"]
    return {network: one["IPAddress"] for network, one in networks.items()}


def test_a_lab_reaches_the_hub_and_the_proxy_and_nothing_else(there):
    others = []
    for name in ("grace", "hub", "proxy", "room"):
        for network, address in addresses(there, name).items():
            if network != there.container("ada"):
                others += [(address, port) for port in (8888, 8000, 8001, 8081, 8090)]
    engine = json.loads(run("docker", "network", "inspect", "bridge", there.container("ada")))
    machine = [one["Gateway"] for network in engine for one in network["IPAM"]["Config"] if "Gateway" in one]
    others += [(address, port) for address in machine for port in (22, 2375, 2376, there.port)]
    # a cloud's metadata, the outside by number and by name, others by name, the proxy's own interface
    others += [("169.254.169.254", 80), ("1.1.1.1", 443), ("8.8.8.8", 53), ("example.org", 80)]
    others += [(there.container("grace"), 8888), ("room", 8090), ("door", 80), ("host.docker.internal", 22)]
    others += [("proxy", 8001), ("proxy-api", 8001), ("fe80::1%eth0", 22), ("ff02::1%eth0", 80)]
    allowed = {"hub:8081", "proxy:8000"}
    assert reached(there, "ada", [("hub", 8081), ("proxy", 8000), *others]) == allowed


def test_what_cannot_be_reached_is_there(there):
    """The same addresses, from where they may be reached: else the test above would prove nothing."""
    grace = addresses(there, "grace")[there.container("grace")]
    targets = [("room", 8090), ("proxy-api", 8001), (grace, 8888)]
    assert len(reached(there, "hub", targets)) == len(targets)


def test_a_lab_is_hardened_as_the_single_one_is(there):
    found = there.inspect("ada")
    host = found["HostConfig"]
    assert host["ReadonlyRootfs"] and not host["Privileged"] and host["CapDrop"] == ["ALL"]
    assert host["SecurityOpt"] == ["no-new-privileges"] and host["PidsLimit"] == 256
    assert host["Memory"] == host["MemorySwap"] == 2**30 and host["NanoCpus"] == 1_500_000_000
    assert [mount["Destination"] for mount in found["Mounts"] if mount["RW"]] == ["/home/jovyan/work"]
    status = there.python("ada", "print(open('/proc/self/status').read())")
    assert "CapEff:\t0000000000000000" in status and "NoNewPrivs:\t1" in status and "Uid:\t1000" in status
    assert (
        run("docker", "exec", there.container("ada"), "find", "/run", "/var/run/", "/srv", "-name", "*.sock")
        == ""
    )
    with pytest.raises(AssertionError, match="Read-only file system"):
        there.python("ada", "open('/opt/hhlab/mine', 'w')")


@pytest.mark.parametrize("part", ["proxy", "hub", "door", "room"])
def test_no_part_of_the_hub_is_root_or_can_become_it(there, part):
    found = there.inspect(part)
    host = found["HostConfig"]
    assert host["ReadonlyRootfs"] and host["CapDrop"] == ["ALL"] and host["Memory"] > 0
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert found["Config"]["User"].startswith("2000")
    sockets = [mount for mount in found["Mounts"] if mount["Source"].endswith(".sock")]
    assert bool(sockets) == (part == "door")
    assert (host["NetworkMode"] == "none") == (part == "door")
    ports = [bound for bound in (host["PortBindings"] or {}).values() if bound]
    assert all(one["HostIp"] == "127.0.0.1" for bound in ports for one in bound)
    assert bool(ports) == (part == "proxy")


def test_a_students_key_opens_that_students_own_things_alone(there):
    """The key that each kernel has in its environment, and so every student."""
    key = there.python("ada", "import os; print(os.environ['JUPYTERHUB_API_TOKEN'])").strip()
    grace = there.python("grace", "import os; print(os.environ['JUPYTERHUB_API_TOKEN'])").strip()
    assert there.ask("/user/ada/api/contents", token=key)[0] == 200
    refused = [
        ("/user/grace/api/contents", "GET"),
        ("/user/grace/api/kernels", "POST"),
        ("/hub/api/users", "GET"),
        ("/hub/api/users/grace", "GET"),
        ("/hub/api/users/grace/server", "DELETE"),
        ("/hub/api/users/grace/tokens", "POST"),
        ("/hub/api/users/ada/tokens", "POST"),
        ("/hub/api/users/mallory", "POST"),
        ("/hub/api/groups/teachers/users", "POST"),
        ("/hub/api/proxy", "GET"),
        ("/hub/api/shutdown", "POST"),
        ("/hub/api/services", "GET"),
    ]
    answers = {call: there.ask(call[0], call[1], token=key)[0] for call in refused}
    assert {call: status for call, status in answers.items() if status not in (403, 404)} == {}
    assert there.ask("/user/ada/api/contents", token=grace)[0] in (403, 404)
    # nor does what a lab has of the hub's keys fit the proxy, or the room's service
    environment = there.python("ada", "import os; print(dict(os.environ))")
    settings = dict(line.split("=", 1) for line in there.settings.read_text().splitlines())
    for secret in ("CONFIGPROXY_AUTH_TOKEN", "HHLAB_ROOM_TOKEN", "HHLAB_HUB_TOKEN"):
        assert settings[secret] not in environment


def test_another_students_files_are_not_there(there):
    there.python("grace", "open('/home/jovyan/work/diary.txt', 'w').write('mine')")
    look = "find / -path /proc -prune -o -name diary.txt -print 2>/dev/null; true"
    assert "diary" in run("docker", "exec", there.container("grace"), "sh", "-c", look)
    assert run("docker", "exec", there.container("ada"), "sh", "-c", look) == ""
