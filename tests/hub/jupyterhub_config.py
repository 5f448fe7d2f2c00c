"""A real hub for the tests: whoever signs in gets a container of the image, or a process of this machine.

Ada's container is started as DockerSpawner does, Grace's with arguments alone, as KubeSpawner may, and Alan's
past the image's entrypoint. The folder of the work is a volume of each one's own.
"""

import os

c = get_config()  # noqa: F821

port = int(os.environ["TEST_PORT"])
c.JupyterHub.bind_url = f"http://127.0.0.1:{port}"
c.JupyterHub.hub_port = port + 1
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{port + 2}"
c.ConfigurableHTTPProxy.command = os.environ["TEST_PROXY"].split("\n")
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "correct horse"
c.Authenticator.allow_all = True
c.JupyterHub.services = [{"name": "test", "api_token": os.environ["TEST_TOKEN"]}]
c.JupyterHub.load_roles = [
    {
        "name": "test",
        "services": ["test"],
        "scopes": ["admin:users", "admin:servers", "access:servers"],
    }
]

if command := os.environ.get("TEST_COMMAND"):
    # as where the hub is installed on the machine itself
    c.JupyterHub.spawner_class = "simple"
    c.Spawner.cmd = command.split("\n")
    c.Spawner.notebook_dir = os.environ["TEST_FOLDER"]
else:
    c.JupyterHub.spawner_class = "dockerspawner.DockerSpawner"
    c.JupyterHub.hub_ip = "0.0.0.0"
    c.JupyterHub.hub_connect_ip = os.environ["TEST_GATEWAY"]
    c.DockerSpawner.image = os.environ["TEST_IMAGE"]
    c.DockerSpawner.use_internal_ip = True
    c.DockerSpawner.network_name = "bridge"
    c.DockerSpawner.prefix = os.environ["TEST_PREFIX"]
    c.DockerSpawner.remove = True
    c.DockerSpawner.volumes = {os.environ["TEST_PREFIX"] + "-{username}": "/home/jovyan/work"}
    c.DockerSpawner.mem_limit = "1G"
    c.DockerSpawner.extra_host_config = {
        "read_only": True,
        "tmpfs": {"/tmp": "", "/home/jovyan": "mode=1777"},
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges"],
    }

    def as_others_start_it(spawner):
        if spawner.user.name == "grace":
            spawner.cmd, spawner.args = (
                ["--ServerApp.quit_button=True"],
                ["--ServerApp.max_body_size=1000000"],
            )
        if spawner.user.name == "alan":
            spawner.extra_create_kwargs = {"entrypoint": ["jupyterhub-singleuser"]}
            spawner.cmd = ["--ServerApp.max_body_size=1000000"]

    c.Spawner.pre_spawn_hook = as_others_start_it
