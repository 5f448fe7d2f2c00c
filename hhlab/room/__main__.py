"""``python -m hhlab.room``: the service, and what is done with what it keeps."""

import argparse
import asyncio
import logging
import signal
import sys

from ..exercises.whole import write_whole
from . import table
from .app import serve
from .export import zipped
from .settings import settings


def main(arguments=None):
    """Run the command; give its exit status."""
    asked = _parser().parse_args(arguments)
    try:
        return asked.act(asked)
    except ValueError as error:
        print(f"hhlab.room: {error}", file=sys.stderr)
        return 2


def _serve(asked):
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")

    async def run():
        ended = asyncio.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, ended.set)
        await serve(settings(), ended)

    asyncio.run(run())
    return 0


def _delete(asked):
    number = table.forget_course(table.opened(settings().database), asked.course)
    print(f"{asked.course}: {number} rows deleted")
    return 0 if number else 1


def _export(asked):
    with table.begun(table.opened(settings().database)) as connection:
        data = zipped(connection, asked.course)
    write_whole(asked.file, data)
    print(f"hhlab-grade reads {asked.file}")
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="python -m hhlab.room", description=__doc__)
    parser.set_defaults(act=_serve)
    commands = parser.add_subparsers(metavar="COMMAND")
    commands.add_parser("serve", help="serve the room, as without a command").set_defaults(act=_serve)
    delete = commands.add_parser("delete", help="delete all that is kept of a course")
    delete.add_argument("course", help="its name, as course.toml has it")
    delete.set_defaults(act=_delete)
    export = commands.add_parser("export", help="write all answers of a course for hhlab-grade")
    export.add_argument("course", help="its name, as course.toml has it")
    export.add_argument("file", help="such as answers.zip")
    export.set_defaults(act=_export)
    return parser


if __name__ == "__main__":
    sys.exit(main())
