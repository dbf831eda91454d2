"""A command that takes long shows that it works, on a terminal only."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from adgo.cli.terminal.progress_line import CLEAR

#: A command that works for a moment and prints something, with shorter delays.
CODE = """
import time
from adgo.cli import output_streams
from adgo.cli.terminal import progress_line
progress_line.DELAY = progress_line.INTERVAL = 0.05
output_streams.replace_streams()
with progress_line.shown():
    time.sleep(0.5)
    print("found", flush=True)
    time.sleep(0.3)
"""


def test_a_terminal_shows_the_line_until_the_first_output() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", CODE], stderr=theirs, stdout=theirs)
    os.close(theirs)
    process.wait(30)
    shown = os.read(ours, 1 << 16).decode()
    assert shown.startswith(f"{CLEAR}working for 0 s …")
    before, after = shown.split("found")
    assert before.endswith(CLEAR)
    assert "working" not in after


def test_a_file_holds_no_line() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("found\n", "")
