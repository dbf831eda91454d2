"""What a confined process cannot do, tried in one; and what it still can."""

from __future__ import annotations

import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from adgo.server.engine import landlock, sandbox, system_calls

filtered = pytest.mark.skipif(not system_calls.is_available(), reason="no filter of system calls here")
landlocked = pytest.mark.skipif(not landlock.is_available(), reason="no Landlock here")

PRELUDE = """
import ctypes, errno, fcntl, os, resource, signal, socket, sys, termios, threading
from adgo.server.engine import sandbox
from adgo.server.engine.sandbox import Rights, Sandbox
libc = ctypes.CDLL(None, use_errno=True)
def call(*numbers):
    '''Make the system call of a number on x86-64 or on arm64.'''
    number = numbers[0][0] if os.uname().machine == "x86_64" else numbers[0][1]
    if number is None:
        raise PermissionError("not on this machine")
    if libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, numbers[1:])) < 0:
        raise OSError(ctypes.get_errno(), "refused")
folder = sys.argv[1]
inside, outside = folder + "/inside", folder + "/outside"
file, other = inside + "/file", outside + "/file"
"""


def confined(tmp_path: Path, rights: str, code: str, *, memory: int = 2**26) -> str:
    """The standard output of a process that is confined and then runs the code, its standard error empty."""
    for name in ("inside", "outside"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "file").write_text("content", encoding="utf-8")
    program = f"{PRELUDE}\nSandbox({rights}).confine({memory})\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return done.stdout


def outcomes(tmp_path: Path, rights: str, attempts: list[str]) -> dict[str, str]:
    """What became of each attempt in one confined process: refused, done, or the name of another error."""
    code = f"""
for attempt in {attempts!r}:
    try:
        exec(attempt)
    except PermissionError:
        print("refused")
    except OSError as error:
        print(errno.errorcode.get(error.errno, error.errno))
    else:
        print("done")
    sys.stdout.flush()
"""
    return dict(zip(attempts, confined(tmp_path, rights, code).splitlines(), strict=True))


#: What no confined process may do. Numbers are (x86-64, arm64).
NEVER = [
    # Processes and programs
    "os.fork() or os._exit(9)",
    "call((56, 220), signal.SIGCHLD, 0, 0, 0, 0) or os._exit(9)",
    "call((58, None))",
    "os.execv('/bin/true', ['true'])",
    "call((322, 281), 0, 0, 0, 0, 0)",
    "os.posix_spawn('/bin/true', ['true'], {})",
    "call((56, 220), 0x10000000, 0, 0, 0, 0)",
    # Other processes
    "os.kill(os.getppid(), 0)",
    "os.kill(1, 0)",
    "call((234, 131), os.getppid(), os.getppid(), 0)",
    "call((200, 130), os.getppid(), 0)",
    "os.pidfd_open(os.getppid())",
    "call((424, 424), 0, 0, 0, 0)",
    "call((438, 438), 0, 0, 0)",
    "call((129, 138), os.getppid(), 0, 0)",
    "call((101, 117), 16, os.getppid(), 0, 0)",
    "call((310, 270), os.getppid(), 0, 0, 0, 0, 0)",
    "call((311, 271), os.getppid(), 0, 0, 0, 0, 0)",
    "os.setpriority(os.PRIO_PROCESS, os.getppid(), 5)",
    "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (10, 10))",
    "os.sched_setaffinity(os.getppid(), {0})",
    "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
    # Limits
    "resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))",
    # The system
    "fcntl.ioctl(0, termios.TIOCSTI, b'x')",
    "call((165, 40), 0, 0, 0, 0, 0)",
    "call((155, 41), 0, 0)",
    "os.chroot('/')",
    "call((272, 97), 0x10000000)",
    "call((308, 268), 0, 0)",
    "call((425, 425), 1, 0)",
    "call((321, 280), 0, 0, 0)",
    "call((298, 241), 0, 0, -1, -1, 0)",
    "call((323, 282), 0)",
    "call((250, 219), 0, 0, 0, 0)",
    "call((175, 105), 0, 0, 0)",
    "call((169, 142), 0, 0, 0, 0)",
    "call((29, 194), 0, 4096, 0o600)",
    "call((157, 167), 38, 0, 0, 0, 0)",
    "call((157, 167), 1, 0, 0, 0, 0)",
    "os.memfd_create('x')",
    # Sockets that are never needed
    "socket.socket(socket.AF_UNIX)",
    "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "socket.socket(socket.AF_INET, socket.SOCK_RAW)",
    "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "socket.socketpair()",
    # Files
    "os.truncate(file, 1)",
    "os.chmod(file, 0o777)",
    "os.chown(file, 0, 0)",
    "os.symlink(file, inside + '/link')",
    "os.mkfifo(inside + '/pipe')",
    "os.mknod(inside + '/node')",
    "os.utime(file)",
    "os.setxattr(file, 'user.x', b'y')",
    "os.removexattr(file, 'user.x')",
    "call((425, 425), 8, 0)",
]
#: Changes of the files in a folder, in an order in which each could be made.
CHANGES = [
    "open({0} + '/made', 'w').close()",
    "open({0} + '/file', 'r+').close()",
    "os.ftruncate(os.open({0} + '/file', os.O_WRONLY), 3)",
    "os.link({0} + '/file', {0} + '/second')",
    "os.rename({0} + '/second', {0} + '/third')",
    "os.unlink({0} + '/third')",
    "os.mkdir({0} + '/folder')",
    "os.rename({0} + '/folder', {0} + '/moved')",
    "os.rmdir({0} + '/moved')",
    "os.unlink({0} + '/file')",
]
READS = ["open({0} + '/file').close()", "os.listdir({0})", "os.open({0}, os.O_RDONLY | os.O_DIRECTORY)"]
CONNECTS = ["socket.socket()", "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)"]


def inside(attempts: list[str]) -> list[str]:
    return [each.format("inside") for each in attempts]


def outside(attempts: list[str]) -> list[str]:
    return [each.format("outside") for each in attempts]


def all_are(outcome: str, attempts: list[str]) -> dict[str, str]:
    return dict.fromkeys(attempts, outcome)


@filtered
def test_a_process_without_rights_can_only_compute(tmp_path):
    """Once, it could fork, end other processes of its user, and rename and remove files."""
    attempts = [*NEVER, *CONNECTS, *inside([*READS, *CHANGES]), *outside([*READS, *CHANGES]), "os.stat(file)"]
    assert outcomes(tmp_path, "Rights()", attempts) == all_are("refused", attempts)
    assert sorted(path.name for path in (tmp_path / "inside").iterdir()) == ["file"]


@filtered
@landlocked
def test_a_process_that_reads_a_folder_reads_nothing_else_and_changes_nothing(tmp_path):
    attempts = [*NEVER, *CONNECTS, *outside(READS), *inside(CHANGES), *outside(CHANGES)]
    rights = "Rights(read=[inside])"
    assert outcomes(tmp_path, rights, attempts) == all_are("refused", attempts)
    assert outcomes(tmp_path, rights, inside(READS)) == all_are("done", inside(READS))


@filtered
@landlocked
def test_a_process_that_writes_a_folder_changes_nothing_else(tmp_path):
    attempts = [*NEVER, *CONNECTS, *outside(READS)]
    rights = "Rights(write=[inside])"
    assert outcomes(tmp_path, rights, attempts) == all_are("refused", attempts)
    # What could not be made cannot be renamed.
    assert set(outcomes(tmp_path, rights, outside(CHANGES)).values()) == {"refused", "ENOENT"}
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["file"]
    assert outcomes(tmp_path, rights, inside([*READS, *CHANGES])) == all_are(
        "done", inside([*READS, *CHANGES])
    )


@filtered
@landlocked
def test_a_process_that_connects_reads_and_changes_no_file_of_the_user(tmp_path):
    attempts = [*NEVER, *inside([*READS, *CHANGES]), "socket.socket().bind(('127.0.0.1', 0))"]
    rights = "Rights(sockets=True)"
    assert outcomes(tmp_path, rights, attempts) == all_are("refused", attempts)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        useful = [*CONNECTS, f"socket.create_connection(('localhost', {port})).close()"]
        assert outcomes(tmp_path, rights, useful) == all_are("done", useful)


@filtered
def test_without_landlock_a_process_that_reads_changes_nothing_all_the_same(tmp_path):
    attempts = [*NEVER, *CONNECTS, *inside(CHANGES)]
    without = "(setattr(sandbox.landlock, 'is_available', lambda: False), Rights(read=[inside]))[1]"
    assert outcomes(tmp_path, without, attempts) == all_are("refused", attempts)


@filtered
@pytest.mark.parametrize("rights", ["Rights()", "Rights(read=[inside])", "Rights(write=[inside])"])
def test_threads_that_were_started_before_are_confined_too(tmp_path, rights):
    code = """
refused = threading.Event()
def attempt():
    begin.wait()
    try:
        os.kill(os.getppid(), 0)
    except PermissionError:
        refused.set()
begin = threading.Event()
thread = threading.Thread(target=attempt)
thread.start()
Sandbox({rights}).confine(2**26)
begin.set()
thread.join()
later = threading.Thread(target=lambda: print(refused.is_set()))
later.start()
later.join()
"""
    program = PRELUDE + code.format(rights=rights)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


@filtered
def test_calls_of_other_architectures_are_refused():
    """Their numbers mean other calls. The x32 call 0x40000002 opens a file, as 2 does."""
    if platform.machine() != "x86_64":
        return
    code = (
        PRELUDE
        + "Sandbox(Rights()).confine(2**26)\nlibc.syscall(ctypes.c_long(0x40000002), b'/etc/passwd', 0)\n"
    )
    code += "print(ctypes.get_errno() == errno.EACCES)"
    done = subprocess.run([sys.executable, "-c", code, ""], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@filtered
def test_a_process_can_abort_itself(tmp_path):
    """That is how the engine ends if there is no memory left, and the server learns why."""
    program = f"{PRELUDE}\nSandbox(Rights()).confine(2**26)\nos.abort()"
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False)
    assert done.returncode == -6


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
def test_memory_above_the_limit_is_refused(tmp_path):
    code = "try:\n    bytearray({})\n    print('done')\nexcept MemoryError:\n    print('refused')"
    assert confined(tmp_path, "Rights()", code.format(2**27)) == "refused\n"
    assert confined(tmp_path, "Rights()", code.format(2**24)) == "done\n"


def test_a_system_without_the_protections_names_them(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert [line.split(" (")[0] for line in sandbox.missing()] == [
        "limiting the memory of each query",
        "filtering system calls, so SERVICE is refused only by parsing the query",
        "restricting file access to the store",
    ]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
@pytest.mark.parametrize("machine", ["i686", "riscv64", "aarch64_be"])
def test_an_unknown_machine_has_no_filter_and_says_so(monkeypatch, machine):
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert any("filtering system calls" in line for line in sandbox.missing())


def test_what_symbolic_links_of_a_folder_lead_to_is_in_reach(tmp_path):
    """A store whose database is on another disk, behind a link, must still be served."""
    store, elsewhere = tmp_path / "store", tmp_path / "elsewhere"
    store.mkdir()
    elsewhere.mkdir()
    (store / "live").symlink_to(elsewhere)
    assert sandbox.reach(store) == [str(store), str(elsewhere.resolve())]
