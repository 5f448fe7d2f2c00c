"""The hub's settings. What a course may choose is in variables of the environment: see docs/hub.md."""

import os
import sys

sys.path.insert(0, "/opt/hub")
import student

c = get_config()  # noqa: F821


def words(name):
    """Give the words of a variable, parted by commas or spaces."""
    return set(os.environ.get(name, "").replace(",", " ").split())


IDLE_S = int(os.environ.get("HHLAB_HUB_IDLE_S", "3600"))

# The proxy, the labs and the room run in containers of their own, and go on while the hub is made anew
c.JupyterHub.bind_url = "http://:8000" + os.environ.get("HHLAB_HUB_BASE_URL", "/")
# of https, the hub's own cookies go over TLS alone, whatever the proxies between here and the browser say
c.JupyterHub.public_url = os.environ.get("HHLAB_HUB_URL", "")
c.JupyterHub.hub_bind_url = "http://0.0.0.0:8081"
c.JupyterHub.hub_connect_url = "http://hub:8081"
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = "http://proxy-api:8001"
c.JupyterHub.cleanup_servers = False
# a proxy that was started anew knows no labs until it is asked which it knows: by default every five minutes
c.JupyterHub.last_activity_interval = 5
c.JupyterHub.db_url = "sqlite:////srv/hub/hub.sqlite"
c.JupyterHub.cookie_secret_file = "/srv/hub/cookie_secret"
c.JupyterHub.template_paths = ["/opt/hub/templates"]

c.JupyterHub.spawner_class = student.StudentSpawner
c.DockerSpawner.image = os.environ["HHLAB_HUB_LAB"]
c.DockerSpawner.name_template = os.environ["HHLAB_HUB_PREFIX"] + "-{username}"
c.DockerSpawner.pull_policy = "never"
c.DockerSpawner.use_internal_ip = True
c.DockerSpawner.remove = True
c.Spawner.start_timeout = 180
c.Spawner.http_timeout = 120
c.Spawner.poll_interval = 10
c.Spawner.environment = {
    "HHLAB_ROOM_URL": f"http://proxy:8000{c.JupyterHub.bind_url.split('8000')[1]}services/room/",
    # a lab that computes without a page says so before it is taken for idle
    "JUPYTERHUB_ACTIVITY_INTERVAL": str(min(300, IDLE_S // 4)),
}
if course := os.environ.get("HHLAB_COURSE"):
    c.Spawner.environment["HHLAB_COURSE"] = course
# a class signs in within a minute; who comes when so many start at once is sent away for a minute
c.JupyterHub.concurrent_spawn_limit = 40
c.JupyterHub.active_server_limit = int(os.environ.get("HHLAB_HUB_SERVERS", "0"))
# whoever signs in gets to the lab
c.JupyterHub.redirect_to_server = True
c.JupyterHub.allow_named_servers = False

# a teacher sees who is there and starts and stops labs; into a student's lab nobody gets but the student
TEACH, LEAD = "custom:hhlab:teach", "custom:hhlab:lead"
c.JupyterHub.custom_scopes = {
    TEACH: {"description": "Sees the class in the room, and opens votes."},
    LEAD: {"description": "Leads a lecture from an explorer."},
}
c.JupyterHub.services = [
    {
        "name": "room",
        "url": "http://room:8090",
        "api_token": os.environ["HHLAB_ROOM_TOKEN"],
        "oauth_no_confirm": True,
        "oauth_client_allowed_scopes": [TEACH],
        "display": True,
    },
    {
        "name": "culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={IDLE_S}",
            # one that computes for ever is no lesson
            "--max-age=43200",
            f"--cull-every={min(300, IDLE_S // 2)}",
        ],
    },
]
c.JupyterHub.load_roles = [
    {"name": "user", "scopes": ["self", "access:services!service=room"]},
    {
        "name": "server",
        # of a scope a server has what its owner has: a teacher's may lead a lecture
        "scopes": ["users:activity!user", "access:servers!server", "access:services!service=room", LEAD],
    },
    {
        "name": "teacher",
        "description": "the admin page, and the teacher's page of the room",
        "groups": ["teachers"],
        "scopes": [
            "admin-ui",
            "list:users",
            "list:groups",
            "read:servers",
            "servers",
            "access:services",
            TEACH,
            LEAD,
        ],
    },
    {
        "name": "culler",
        "services": ["culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
    },
]
# for tests, and for programs of whoever runs the hub: none unless a token is set
if token := os.environ.get("HHLAB_HUB_TOKEN"):
    c.JupyterHub.services.append({"name": "operator", "api_token": token})
    c.JupyterHub.load_roles.append(
        {
            "name": "operator",
            "services": ["operator"],
            "scopes": ["admin:users", "admin:servers", "access:servers"],
        }
    )

# Who may sign in. Sign-up is closed: who is not named is refused.
login = os.environ.get("HHLAB_HUB_LOGIN") or "roster"
if login == "roster":
    c.JupyterHub.authenticator_class = "sign_in.Roster"
    c.Authenticator.allow_all = True  # of those on the roster
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = 60
    c.JupyterHub.template_vars = {"roster": True}
elif login == "oauth":
    c.JupyterHub.authenticator_class = "oauthenticator.generic.GenericOAuthenticator"
    for setting in (
        "client_id",
        "client_secret",
        "authorize_url",
        "token_url",
        "userdata_url",
        "oauth_callback_url",
    ):
        setattr(c.GenericOAuthenticator, setting, os.environ[f"HHLAB_HUB_{setting.upper()}"])
    c.GenericOAuthenticator.scope = sorted(words("HHLAB_HUB_SCOPE") or {"openid"})
    c.GenericOAuthenticator.username_claim = os.environ.get("HHLAB_HUB_USERNAME_CLAIM", "preferred_username")
    c.GenericOAuthenticator.login_service = os.environ.get("HHLAB_HUB_LOGIN_NAME", "your campus account")
    students, teachers = words("HHLAB_HUB_STUDENTS"), words("HHLAB_HUB_TEACHERS")
    c.Authenticator.allowed_users = students | teachers
    c.Authenticator.allow_all = "*" in students
    c.JupyterHub.load_groups = {"teachers": {"users": sorted(teachers)}}
else:
    raise ValueError(f"HHLAB_HUB_LOGIN is roster or oauth, not {login!r}.")
