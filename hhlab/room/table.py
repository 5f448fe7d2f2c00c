"""What is kept: tables, and how a database is opened. A part adds its own with ``Table("name", kept, …)``.

Each table has a column ``course``, by which a course is deleted, and ``time``, by which it is forgotten.
"""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    delete,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite

kept = MetaData()
# a name of the hub may have 255 letters
NAME = String(255)
# an instant as in a file of answers, in UTC: of two the later one is the greater text
TIME = String(32)

# what students did, each once by its name; ``code`` is what this service found out about an answer
entries = Table(
    "entries",
    kept,
    Column("number", Integer, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("student", NAME, nullable=False),
    Column("id", String(64), nullable=False),
    Column("time", TIME, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("what", String(80), nullable=False),
    Column("given", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("hhlab", String(40), nullable=False),
    Column("code", String(80)),
    UniqueConstraint("course", "student", "id"),
    Index("of_one", "course", "student", "what"),
    sqlite_autoincrement=True,
)
# who asked for names, when and for which
looks = Table(
    "looks",
    kept,
    Column("number", Integer, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("time", TIME, nullable=False),
    Column("teacher", NAME, nullable=False),
    Column("what", String(200), nullable=False),
)


def opened(url):
    """Give the engine of a database, with all tables in it."""
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _careful)
    kept.create_all(engine)
    return engine


def _careful(connection, _):
    # readers do not wait for who writes, and what is kept is on the disk before it is said
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA busy_timeout=10000")


def added_once(connection, table, row):
    """Add a row unless one of that name is there; say whether it is new."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name]
    adding = dialect.insert(table).values(**row).on_conflict_do_nothing().returning(table.c.number)
    return connection.execute(adding).first() is not None


def now():
    """Give this second as the tables hold it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def ago(**how_long):
    """Give an instant before now; the words are those of a timedelta."""
    return (datetime.now(UTC) - timedelta(**how_long)).isoformat(timespec="seconds")


def forget_course(engine, course):
    """Delete all that is kept of a course, of every part; give how many rows."""
    with engine.begin() as connection:
        return sum(
            connection.execute(delete(table).where(table.c.course == course)).rowcount
            for table in reversed(kept.sorted_tables)
        )


def forget_before(engine, time):
    """Delete all that is older, of every part; give how many rows."""
    with engine.begin() as connection:
        return sum(
            connection.execute(delete(table).where(table.c.time < time)).rowcount
            for table in reversed(kept.sorted_tables)
        )


@contextmanager
def begun(engine):
    """Give a connection whose changes are all kept at its end, or none."""
    with engine.begin() as connection:
        yield connection
