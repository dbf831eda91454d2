"""Frames on a socket, however the bytes arrive, and if they do not arrive."""

from __future__ import annotations

import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.server.engine import frames

contents = st.one_of(
    st.binary(max_size=40), st.integers(0, 60_000).map(lambda size: bytes([size % 251]) * size)
)


@given(
    st.lists(st.one_of(contents, st.dictionaries(st.text(max_size=5), st.integers())), max_size=8),
    st.integers(1, 70_000),
)
def test_frames_come_through_however_they_are_cut(sent, step):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        stream = b"".join(
            frames.message(each) if isinstance(each, dict) else frames.piece(each) for each in sent
        )

        def send():
            for start in range(0, len(stream), step):
                theirs.sendall(stream[start : start + step])

        sender = threading.Thread(target=send)
        sender.start()
        reader = frames.FrameReader(ours)
        for each in sent:
            kind, content = reader.read(time.monotonic() + 60)
            if isinstance(each, dict):
                assert (kind, frames.decoded(content)) == (frames.MESSAGE, each)
            else:
                assert (kind, content) == (frames.PIECE, each)
        sender.join()
        assert reader.is_quiet()
        theirs.close()
        assert not reader.is_quiet()
        with pytest.raises(frames.Closed):
            reader.read()


def test_what_has_come_before_a_deadline_is_kept():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        frame = frames.piece(b"x" * 50_000)
        reader = frames.FrameReader(ours)
        for start in range(0, len(frame), 20_000):
            theirs.sendall(frame[start : start + 20_000])
            if start + 20_000 < len(frame):
                with pytest.raises(TimeoutError):
                    reader.read(time.monotonic() + 0.05)
        assert reader.read(time.monotonic() + 60) == (frames.PIECE, b"x" * 50_000)


def test_a_stream_that_never_pauses_has_a_deadline_too():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frames.piece(b"x" * 1000) * 3)
        reader = frames.FrameReader(ours)
        with pytest.raises(TimeoutError):
            reader.read(time.monotonic() - 1)
        assert reader.read()[1] == b"x" * 1000
