"""Find a command, prepare its packages, run it, and say in a line what went wrong."""

from __future__ import annotations

import difflib
import errno
import os
import sys
from collections.abc import Mapping
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from scripts.commands import AUDIO
from scripts.commands import HEAR
from scripts.commands import Command
from scripts.lib import prepare

INTERRUPTED = 130  # what shells expect after Ctrl-C
UNKNOWN = 2
# In a prepared environment nothing is installed: a package tells whether the group is there.
SIGN = {AUDIO: "av", HEAR: "faster_whisper"}


def main(program: str, commands: Mapping[str, Command], arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run one command, in .venv unless LINE_PYTHON says that its packages are here already."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview(program, commands))
        return 0
    name, *rest = arguments
    command = commands.get(name)
    if command is None:
        return _complain(program, unknown(program, commands, name), UNKNOWN)
    try:
        if env.get("LINE_PYTHON"):
            if _lacks(command):
                return _complain(f"{program} {name}", "its packages are not here; run it in a copy of the project instead.")
        else:
            prepare.prepare(command.packages)
            _change_to_home()
        return execute(f"{program} {name}", command, rest, env)
    except prepare.PrepareError as fault:
        return _complain(f"{program} {name}", str(fault))
    except KeyboardInterrupt:
        return _complain(f"{program} {name}", "stopped.", INTERRUPTED)


def execute(program: str, command: Command, arguments: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command whose packages are here; what its operator can mend is said in a line."""
    from ivr import Fault  # noqa: PLC0415 - like all of ivr, only once its packages are there

    module = import_module(command.module)
    options = module.parser(program).parse_args(arguments)
    try:
        status: int = module.run(options, env)
        sys.stdout.flush()
        return status
    except Fault as fault:
        return _complain(program, str(fault))
    except BrokenPipeError:  # `scripts/line ... | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        if not fault.filename and fault.errno != errno.ENOSPC:
            raise
        return _complain(program, _in_words(fault))


def overview(program: str, commands: Mapping[str, Command]) -> str:
    width = max(map(len, commands))
    lines = [f"  {name:{width}}  {command.does}" for name, command in commands.items()]
    return "\n".join([f"{program} COMMAND ...   ({program} COMMAND --help tells more)", "", *lines])


def unknown(program: str, commands: Mapping[str, Command], name: str) -> str:
    close = difflib.get_close_matches(name, commands, 1)
    return f"there is no command {name!r}." + (f" Did you mean {close[0]}?" if close else "") + f" {program} lists them."


def _lacks(command: Command) -> bool:
    sign = SIGN.get(command.packages)
    return sign is not None and find_spec(sign) is None


def _change_to_home() -> None:
    """Go on with the Python of .venv; a relative path among the arguments stays what it is."""
    if Path(sys.prefix).resolve() != prepare.HOME.resolve():
        os.execv(prepare.PYTHON, [str(prepare.PYTHON), *sys.orig_argv[1:]])


def _in_words(fault: OSError) -> str:
    what = {
        errno.ENOSPC: "the disk is full",
        errno.EROFS: "this disk can only be read; name a folder that can be written, in the image one below /data",
        errno.EACCES: "there is no right to read or write it",
        errno.ENOTDIR: "a file stands where a folder is expected",
        errno.EISDIR: "a folder stands where a file is expected",
        errno.EEXIST: "something of this name is there already",
        errno.ENOENT: "it does not exist",
    }.get(fault.errno or 0, fault.strerror)
    return ": ".join(filter(None, [fault.filename2 or fault.filename, what]))


def _complain(program: str, message: str, status: int = 1) -> int:
    print(f"{program}: {message}", file=sys.stderr)
    return status
