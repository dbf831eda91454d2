"""A store on a disk without room: it is read, every change is 507 with a remedy, and room can be made."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from test_store_folder import TOKEN, change, numbers

from adgo.server.store import room
from adgo.server.store.editions import Edition, Editions

MIB = 1024 * 1024
DISK = 24


@pytest.fixture
def disk(tmp_path):
    """A small disk for one test."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("only root can mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def serve(start, disk, tmp_path):
    """A function that starts a server over a store on the small disk, which takes changes."""
    (tmp_path / "token").write_text(TOKEN)
    arguments = ("--store", disk / "store", "--writable", "--token-file", tmp_path / "token", "--cache", "0")
    return lambda: start(*arguments)


def fill(disk: Path) -> Path:
    """Write a file that takes all room that is left, and return its path."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    return filler


def insert(number: int, more: int = 0) -> str:
    """An update that adds a number, and a text of `more` characters."""
    return f'INSERT DATA {{ <urn:s> <urn:n> {number} . <urn:text> <urn:is> "{"x" * more}" }}'


def refused(reply) -> str:
    """The sentence of a 507; it has no Retry-After, as repeating the request does not help."""
    assert (reply.status, reply.headers.get("Retry-After")) == (507, None), reply.text
    assert "No space left on device" in reply.json["detail"] or "adds data" in reply.json["detail"]
    assert "oom on" in reply.json["detail"] or "Free space" in reply.json["detail"]
    return reply.json["detail"]


@pytest.mark.full
def test_every_change_on_a_full_disk_is_507_and_drop_all_makes_room(serve, disk):
    """Once, the second change was 503 with Retry-After, and DROP ALL was, too."""
    server = serve()
    assert change(server, insert(1)).status == 204
    filler = fill(disk)
    # More than the blocks that the engine has reserved.
    refused(change(server, insert(2, 3 * MIB)))
    assert "DROP ALL" in refused(change(server, insert(3)))
    refused(change(server, insert(4)))
    assert numbers(server) == {1}
    assert change(server, "DROP ALL").status == 204
    assert numbers(server) == set()
    filler.unlink()
    assert change(server, insert(5)).status == 204
    assert numbers(server) == {5}


@pytest.mark.parametrize(
    "reserved",
    [
        pytest.param(True, id="with its reserve", marks=pytest.mark.full),
        pytest.param(False, id="without", marks=pytest.mark.full),
    ],
)
def test_a_server_starts_on_a_full_disk_and_answers_queries(serve, disk, reserved):
    """Once, it did not start."""
    server = serve()
    assert change(server, insert(1)).status == 204
    server.stop()
    if not reserved:
        (disk / "store" / room.RESERVE).unlink()
    filler = fill(disk)
    server = serve()
    assert numbers(server) == {1}
    refused(change(server, insert(2)))
    refused(change(server, insert(3)))
    assert numbers(server) == {1}
    filler.unlink()
    assert change(server, insert(4)).status == 204
    assert numbers(server) == {1, 4}


def test_a_reserve_is_kept_while_there_is_room(disk):
    folder = disk / "store"
    (folder / "live").mkdir(parents=True)
    assert room.keep_reserve(folder)
    assert (folder / room.RESERVE).stat().st_blocks * 512 >= room.RESERVE_BYTES
    (folder / room.RESERVE).unlink()
    fill(disk)
    assert not room.keep_reserve(folder)
    assert [path.name for path in folder.iterdir()] == ["live"]


def test_an_action_that_fails_as_the_disk_is_full_is_tried_again_with_room(tmp_path):
    folder = tmp_path / "store"
    (folder / "live").mkdir(parents=True)
    assert room.keep_reserve(folder)
    tries: list[bool] = []

    def write() -> str:
        tries.append((folder / room.RESERVE).exists())
        if tries[-1]:
            raise OSError(f"IO error: {os.strerror(errno.EDQUOT)}: While appending to file")
        return "written"

    assert room.with_room(folder, write) == "written"
    assert tries == [True, False]


def test_another_failure_is_not_tried_again(tmp_path):
    tries: list[int] = []

    def fail() -> None:
        tries.append(1)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(OSError, match="Input/output"):
        room.with_room(tmp_path, fail)
    assert tries == [1]


def test_a_live_database_that_was_served_stays_when_a_snapshot_follows(tmp_path):
    live, snapshot = tmp_path / "live", tmp_path / "snapshot"
    live.mkdir()
    snapshot.mkdir()
    editions = Editions()
    editions.publish(Edition("1", str(live), is_live=True))
    editions.publish(Edition("2", str(snapshot)))
    assert live.exists()
    editions.publish(Edition("3"))
    assert not snapshot.exists()
