"""What a confined process cannot do, tried in one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from adgo.server.engine import sandbox

linux = pytest.mark.skipif(bool(sandbox.missing()), reason="; ".join(sandbox.missing()))


def confined(code: str, arguments: str = "2**26") -> subprocess.CompletedProcess[str]:
    program = f"import errno, os, socket, sys\nfrom adgo.server import sandbox\nsandbox.confine({arguments})\n{code}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@linux
@pytest.mark.parametrize(
    "call",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "open('/etc/hostname')",
        "open('/dev/null', 'w')",
        "os.open('/etc/hostname', os.O_RDONLY)",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
    ],
)
def test_what_is_forbidden_is_refused_by_the_kernel(call):
    done = confined(f"try:\n    {call}\nexcept PermissionError:\n    sys.exit(7)")
    assert done.returncode == 7, done.stderr


@linux
def test_memory_above_the_limit_is_not_had():
    done = confined("try:\n    bytearray(2**27)\nexcept MemoryError:\n    os._exit(7)")
    assert done.returncode == 7
    assert confined("bytearray(2**24)").returncode == 0


@linux
def test_files_can_be_allowed_and_sockets_stay_closed():
    code = (
        "open('/etc/hostname').close()\ntry:\n    socket.socket()\nexcept PermissionError:\n    sys.exit(7)"
    )
    assert confined(code, "2**26, files=True").returncode == 7


def test_elsewhere_it_says_what_is_off(monkeypatch):
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert any("memory" in line for line in sandbox.missing())
    assert any("sockets" in line for line in sandbox.missing())
