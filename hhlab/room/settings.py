"""What whoever runs the hub has set for the room, in variables of the environment."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

HERE = "sqlite:///hhlab-room.sqlite"
TEACH = "custom:hhlab:teach"
LEAD = "custom:hhlab:lead"  # what a teacher's own lab may: its token opens no page
YEAR = 365


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one room.

    Parameters
    ----------
    database : str
        Its URL, as SQLAlchemy reads it: ``sqlite:////srv/room/room.sqlite``, or
        ``postgresql+psycopg://user:word@host/name``. From ``HHLAB_ROOM_DATABASE``.
    keep_days : int
        After how many days something is forgotten. From ``HHLAB_ROOM_KEEP_DAYS``.
    teach : str
        The hub's scope that makes a teacher. From ``HHLAB_ROOM_TEACH``.
    name : str
        Of the service, as the hub calls it.
    address : str
        Of the machine, on which is listened.
    port : int
    prefix : str
        What stands before every address, from the hub.
    """

    database: str = HERE
    keep_days: int = YEAR
    teach: str = TEACH
    name: str = "room"
    address: str = "127.0.0.1"
    port: int = 8090
    prefix: str = "/services/room/"


def settings(environment=os.environ):
    """Give the Settings of this process.

    Raises
    ------
    ValueError
        One of them is none; the message says which, and what would be.
    """
    asked = environment.get("HHLAB_ROOM_KEEP_DAYS", str(YEAR))
    if not asked.isdigit() or not 0 < int(asked) < 10_000:
        raise ValueError(f"HHLAB_ROOM_KEEP_DAYS is a number of days, 1 to 9999, but it is {asked!r}.")
    url = urlsplit(environment.get("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:8090"))
    return Settings(
        database=database(environment),
        keep_days=int(asked),
        teach=environment.get("HHLAB_ROOM_TEACH", TEACH),
        name=environment.get("JUPYTERHUB_SERVICE_NAME", "room"),
        address=environment.get("HHLAB_ROOM_LISTEN", url.hostname or "127.0.0.1"),
        port=url.port or 8090,
        prefix=environment.get("JUPYTERHUB_SERVICE_PREFIX", "/services/room/"),
    )


def database(environment=os.environ):
    """Give the URL of the database; PostgreSQL's is read by psycopg, whichever way it is written."""
    url = environment.get("HHLAB_ROOM_DATABASE") or HERE
    scheme, colon, rest = url.partition("://")
    return f"postgresql+psycopg{colon}{rest}" if scheme in ("postgres", "postgresql") else url
