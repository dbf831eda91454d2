"""The pages and data of the things that the graph describes, written by a process for each processor."""

from __future__ import annotations

import gc
import multiprocessing
import os
import traceback
import warnings
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from urllib.parse import quote

from pyoxigraph import DefaultGraph, NamedNode, Store

from adgo.graph.namespaces import BASE
from adgo.publishing import thing_data
from adgo.publishing.layout import thing_file
from adgo.publishing.manifest import PublishedFile
from adgo.publishing.page_writer import NotWritten, PageWriter
from adgo.server.site import site
from adgo.server.views.linkeddata import KINDS, PUBLISHED

#: Fewer things are written by one process: it takes less time than starting another.
FEW = 200
#: What a process sends at its end: the files, the addresses that it found, those without a file, those that
#: the site refused; or why it failed.
Report = tuple[list[PublishedFile], set[str], set[str], set[str]] | str


def described(store: Store) -> list[str]:
    """Return the path of every IRI of a kind that has pages and that the data describe, sorted."""
    starts = tuple(f"{BASE}{kind}/" for kind in KINDS)
    found: set[str] = set()
    default = DefaultGraph()
    for quad in store:
        ends = (quad.subject, quad.object) if quad.graph_name == default else (quad.subject,)
        found.update(it.value for it in ends if isinstance(it, NamedNode) and it.value.startswith(starts))
    return sorted(it.removeprefix(BASE) for it in found if not it.endswith("/"))


def without_page(store: Store) -> int:
    """Return how many things with an IRI the data describe whose IRIs are in other namespaces, so have no page."""
    subjects = {quad.subject for quad in store}
    return sum(isinstance(it, NamedNode) and not it.value.startswith(BASE) for it in subjects)


def write(writer: PageWriter, store: Store, things: Sequence[str]) -> None:
    """Write each thing in each format.

    Args:
        writer: writes the files.
        store: the data.
        things: the paths of the things, such as "id/Momenta".

    Raises:
        NotWritten: if the site does not answer with a page.
    """
    count = os.cpu_count() or 1
    if len(things) < FEW or count == 1:
        _write_all(writer, store, things)
        return
    # Objects that the garbage collector does not visit stay in memory that the processes share.
    gc.collect()
    gc.freeze()
    # Python 3.12 warns of a thread that the engine keeps after loading; it holds no lock that the processes need.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)
        running = [_started(writer, store, things[number::count]) for number in range(count)]
    for process, receiver in running:
        _take(writer, receiver)
        process.join()
    gc.unfreeze()


def _started(writer: PageWriter, store: Store, things: Sequence[str]) -> tuple[BaseProcess, Connection]:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(writer, store, things, sender), daemon=True)
    process.start()
    sender.close()
    return process, receiver


def _report(writer: PageWriter, store: Store, things: Sequence[str], sender: Connection) -> None:
    """Write things in a process, and send what was written."""
    known = set(writer.written)
    try:
        _write_all(writer, store, things)
        files = [each for path, each in writer.written.items() if path not in known]
        report: Report = (files, writer.links.found, writer.links.unpublished, writer.refused)
    except NotWritten as error:
        report = str(error)
    except Exception:
        report = traceback.format_exc()
    sender.send(report)
    sender.close()


def _take(writer: PageWriter, receiver: Connection) -> None:
    try:
        report: Report = receiver.recv()
    except EOFError:
        report = "a process that writes pages was killed"
    if isinstance(report, str):
        raise NotWritten(report)
    files, found, unpublished, refused = report
    writer.written |= {each.path: each for each in files}
    writer.links.found |= found
    writer.links.unpublished |= unpublished
    writer.refused |= refused


def _write_all(writer: PageWriter, store: Store, things: Sequence[str]) -> None:
    for thing in things:
        writer.write(f"/about/{quote(thing)}.html")
    # Tables read the corpus, which belongs to the requests of an app.
    with writer.app.test_request_context("/"):
        here = site()
        for thing in things:
            for each in PUBLISHED:
                content = thing_data.content(here, store, BASE + thing, each.name)
                writer.add(thing_file(thing, each.name), content)
