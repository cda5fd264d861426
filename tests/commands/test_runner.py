"""scripts/line: what it lists, what it refuses, and what it says when something can be mended."""

from __future__ import annotations

import errno
import os
import shlex
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr import Fault
from ivr.paths import ROOT
from ivr.studio.settings import StudioSettings
from scripts.commands import BASE
from scripts.commands import COMMANDS
from scripts.commands import Command
from scripts.commands import purge
from scripts.commands.runner import execute
from scripts.commands.runner import main
from scripts.dev.__main__ import COMMANDS as DEV_COMMANDS
from tests.support.commands import LINE
from tests.support.commands import line_env
from tests.support.commands import run_line


@pytest.mark.parametrize("arguments", [(), ("--help",), ("help",)])
def test_alone_it_lists_each_command_with_a_sentence(arguments: tuple[str, ...]) -> None:
    done = run_line(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    for name, command in COMMANDS.items():
        assert any(line.split() == [name, *command.does.split()] for line in done.stdout.splitlines())


def test_the_list_needs_no_package_at_all(tmp_path: Path) -> None:
    """With a Python that has nothing but its standard library."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    done = run_line(env={"LINE_PYTHON": str(python)}, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "preflight" in done.stdout


@pytest.mark.parametrize(("name", "hint"), [("buidl", "Did you mean build?"), ("recrod", "Did you mean record?"), ("zzz", "")])
def test_an_unknown_command_is_one_line(name: str, hint: str) -> None:
    done = run_line(name)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"scripts/line: there is no command '{name}'.")
    assert hint in line
    assert line.endswith("scripts/line lists them.")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_tells_its_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        execute(f"scripts/line {name}", COMMANDS[name], ["--help"], {})
    assert end.value.code == 0
    assert f"usage: scripts/line {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", DEV_COMMANDS)
def test_each_tool_of_developers_tells_its_options(name: str) -> None:
    """In a program of its own: what draws the bench's picture meddles with imports."""
    command = [str(ROOT / "scripts" / "dev" / "run"), name, "--help"]
    done = subprocess.run(command, env=line_env(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"usage: scripts/dev/run {name}" in done.stdout


def test_it_runs_through_a_link_from_another_folder(tmp_path: Path) -> None:
    link = tmp_path / "line"
    link.symlink_to(LINE)
    done = subprocess.run([link], cwd=tmp_path, env=line_env(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_folder_that_is_called_like_ours_does_not_get_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "ivr").mkdir()
    (tmp_path / "ivr" / "__init__.py").write_text("raise SystemExit('the wrong one')", encoding="utf-8")
    assert run_line("preflight", "--help", folder=tmp_path).returncode == 0


Made = Callable[[Callable[..., int]], Command]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """A command that does what a test wants."""

    def make(run: Callable[..., int]) -> Command:
        module = types.ModuleType("made_for_a_test")
        module.__dict__.update(parser=purge.parser, run=run)
        monkeypatch.setitem(sys.modules, "made_for_a_test", module)
        return Command("made_for_a_test", BASE, "A test.")

    return make


def raises(fault: BaseException) -> Callable[..., int]:
    def run(*_: object) -> int:
        raise fault

    return run


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault("centres.yaml, line 3: mend it"), "centres.yaml, line 3: mend it"),
        (OSError(errno.ENOSPC, "x", "/data/a.mp3"), "/data/a.mp3: the disk is full"),
        (OSError(errno.ENOSPC, "x"), "the disk is full"),
        (
            OSError(errno.EROFS, "x", "/line/export"),
            "/line/export: this disk can only be read; name a folder that can be written",
        ),
        (OSError(errno.EACCES, "x", "/root/a"), "/root/a: there is no right to read or write it"),
        (OSError(errno.ENOTDIR, "x", "/etc/hostname/fr"), "/etc/hostname/fr: a file stands where a folder is expected"),
        (OSError(errno.EEXIST, "x", "/etc/hostname"), "/etc/hostname: something of this name is there already"),
        (OSError(errno.ENOENT, "x", "/proc/x"), "/proc/x: it does not exist"),
    ],
)
def test_what_can_be_mended_is_said_in_a_line_and_ends_with_1(
    fault: Exception, sentence: str, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute("scripts/line test", made(raises(fault)), [], {}) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"scripts/line test: {sentence}")


def test_a_fault_of_ours_keeps_its_traceback(made: Made) -> None:
    with pytest.raises(KeyError):
        execute("scripts/line test", made(raises(KeyError("step"))), [], {})


def test_ctrl_c_ends_without_a_traceback(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    commands = {"test": made(raises(KeyboardInterrupt()))}
    assert main("scripts/line", commands, ["test"], {"LINE_PYTHON": sys.executable}) == 130
    assert capsys.readouterr().err == "scripts/line test: stopped.\n"


def test_nobody_reading_on_is_no_fault(tmp_path: Path) -> None:
    command = f"set -o pipefail; {LINE} export-clips {tmp_path} | true"
    done = subprocess.run(["bash", "-c", command], env=line_env(), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_command_without_its_packages_says_where_it_can_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in the image, which holds nothing for making sounds."""
    monkeypatch.setattr("scripts.commands.runner.find_spec", lambda name: None)
    assert main("scripts/line", COMMANDS, ["build"], {"LINE_PYTHON": sys.executable}) == 1
    assert "its packages are not here; run it in a copy of the project instead." in capsys.readouterr().err


def test_what_nobody_gave_a_place_is_written_where_the_image_can_write(tmp_path: Path) -> None:
    done = run_line("export-clips", env={"LINE_DATA": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "export" / "clips" / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export-clips", "/etc/hostname"), "/etc/hostname/ar: a file stands where a folder is expected"),
        (("export-clips", "/proc/x"), "/proc/x: it does not exist"),
        (("build", "--audio", "/etc/hostname"), "/etc/hostname: something of this name is there already"),
        (("build", "--audio", "/proc/audio"), "/proc/audio: it does not exist"),
        (("render", "--output", "/proc/call.mp3"), "/proc/call.mp3: "),
    ],
)
def test_a_place_that_cannot_be_written_is_told(arguments: tuple[str, ...], sentence: str) -> None:
    done = run_line(*arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert sentence in done.stderr


# --- hash-password --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("a long password\na long password\n", 0, "DASHBOARD_PASSWORD_HASH='scrypt:"),
        ("a long password\na long pasword\n", 1, "The two passwords differ. Nothing was made"),
        ("a long password\n", 1, "The two passwords differ"),
        ("short\nshort\n", 1, "at least 12 characters"),
    ],
)
def test_a_password_is_asked_for_twice(typed: str, status: int, words: str) -> None:
    done = run_line("hash-password", typed=typed)
    assert done.returncode == status
    assert words in done.stdout + done.stderr
    assert ("SECRET_KEY=" in done.stdout) == (status == 0)
    assert "password\n" not in done.stdout


def test_an_editor_s_line_can_be_pasted_and_gives_a_studio() -> None:
    typed = "a long password\na long password\n"
    done = run_line("hash-password", "--editor", "anna", typed=typed)
    lines = dict(line.split("=", 1) for line in shlex.split(done.stdout, comments=True))
    assert StudioSettings.from_env(lines | {"CONTENT_DIR": "/content"}, demo=False).on
    again = run_line("hash-password", "--editor", "piet", typed=typed, env={"SECRET_KEY": "k" * 40})
    assert "SECRET_KEY is set: keep it" in again.stdout
    assert run_line("hash-password", "--editor", "an na", typed=typed).returncode == 1


def test_every_script_can_be_executed() -> None:
    for name in ("line", "start", "test", "lock", "dev/run"):
        assert os.access(ROOT / "scripts" / name, os.X_OK)
        assert (ROOT / "scripts" / name).read_text(encoding="utf-8").startswith("#!")
