"""A server that speaks raw bytes, for tests of every fault that an answer from the web can have."""

from __future__ import annotations

import contextlib
import gzip
import re
import socket
import threading

#: A triple in N-Triples, which is Turtle too.
TRIPLE = b"<urn:a> <urn:p> <urn:b> .\n"


def answer(content: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """Return an HTTP response; `length` is its Content-Length if that is not to be true."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(content) if length is None else length}"]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + content


def chunked(content: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return a chunked response in Turtle; without the `end` it is cut off."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%s\r\n" % (len(content), content) + end


def redirect(target: str, status: str = "302 Found") -> bytes:
    """Return a redirect to an address."""
    return answer(b"", f"Location: {target}", status=status)


TURTLE = "Content-Type: text/turtle"
#: Its time counts in every process of a test run, as the module is imported to collect the tests.
BOMB = gzip.compress(bytes(20 * 2**20), 9)

#: Path to what is answered to a request for it, None for nothing at all.
ANSWERS: dict[str, bytes | None] = {
    "/good": answer(TRIPLE, TURTLE),
    "/chunks": chunked(TRIPLE),
    "/gzip": answer(gzip.compress(TRIPLE) + gzip.compress(TRIPLE), TURTLE, "Content-Encoding: gzip"),
    "/latin": answer('<urn:a> <urn:p> "é" .'.encode("latin-1"), "Content-Type: text/turtle; charset=latin-1"),
    "/moved": redirect("/good", "308 Permanent Redirect"),
    "/silent": None,
    "/cut": answer(TRIPLE, TURTLE, length=500),
    "/cut-chunk": chunked(TRIPLE, b"1000\r\n<urn:c>"),
    "/no-last-chunk": chunked(TRIPLE, b""),
    "/garbage": b"hello",
    "/long-line": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    "/closed": b"",
    "/missing": answer(b"<p>not here</p>", "Content-Type: text/html", status="404 Not Found"),
    "/broken": answer(
        b"out of\n\x1b[31m memory", "Content-Type: text/plain", status="500 Internal Server Error"
    ),
    "/loop": redirect("/loop"),
    "/to-file": redirect("file:///etc/passwd"),
    "/to-data": redirect("data:text/turtle,<urn:a> <urn:p> 1 ."),
    "/nowhere": redirect(""),
    "/large": answer(b"", TURTLE, length=10**9),
    "/endless": b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n" + b"#" * 3 * 2**20,
    "/bomb": answer(BOMB, TURTLE, "Content-Encoding: gzip"),
    "/cut-gzip": answer(gzip.compress(TRIPLE)[:-9], TURTLE, "Content-Encoding: gzip"),
    "/not-gzip": answer(TRIPLE, TURTLE, "Content-Encoding: gzip"),
    "/many-members": answer(gzip.compress(b"") * 20_000, TURTLE, "Content-Encoding: gzip"),
    "/brotli": answer(TRIPLE, TURTLE, "Content-Encoding: br"),
    "/no-charset": answer(TRIPLE, "Content-Type: text/turtle; charset=klingon"),
}
#: Paths of answers that come a byte at a time: in the headers, in the body.
DRIPS = {"/drip": 0, "/drip-body": len(answer(b"", TURTLE, length=500))}

#: Each fault's path, and what is said of it. Sizes are for a fetch of 1 MiB.
FAULTS = {
    "/silent": "no complete response within",
    "/cut": "the response was cut off: received 26 of 500 bytes",
    "/cut-chunk": "the response was cut off in the middle of a chunk",
    "/no-last-chunk": "the response was cut off in the middle of a chunk",
    "/garbage": "the server does not answer in HTTP (BadStatusLine: hello)",
    "/long-line": "the server does not answer in HTTP (LineTooLong",
    "/closed": "the server closed the connection without a response",
    "/missing": "the server answered 404 Not Found",
    "/broken": "the server answered 500 Internal Server Error",
    "/large": "larger than 1 MiB",
    "/endless": "larger than 1 MiB",
    "/bomb": "unpacked, larger than 1 MiB",
    "/cut-gzip": "its gzip content is not complete",
    "/many-members": "it has more than 10000 gzip members",
    "/not-gzip": "the Content-Encoding of the response is gzip, but its content is not gzip",
    "/brotli": "content coding 'br', which was not requested",
    "/no-charset": "its charset 'klingon' is not known",
    "/drip": "no complete response within",
    "/drip-body": "no complete response within",
}
REDIRECT_FAULTS = {
    "/loop": "it redirects more than 5 times",
    "/to-file": "it redirects to 'file:///etc/passwd': it is not an http or https URL",
    "/to-data": "it is not an http or https URL",
    "/nowhere": "it redirects more than 5 times",
}


class FaultyServer:
    """Answers each request with the bytes of its path, in a thread for each connection."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.requests: list[bytes] = []
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._ended.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._answer, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            request = self._read(connection)
            self.requests.append(request)
            path = request.split(b" ")[1].decode() if request else ""
            self._send(connection, path)
            # Closing with unread bytes would reset the connection before its answer is read.
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(5)
            while connection.recv(65536):
                pass

    def _read(self, connection: socket.socket) -> bytes:
        """Return a request, with as much of a body as its Content-Length says."""
        request = connection.recv(65536)
        length = re.search(rb"Content-Length: (\d+)", request)
        while length and len(request.partition(b"\r\n\r\n")[2]) < int(length[1]):
            request += connection.recv(65536)
        return request

    def _send(self, connection: socket.socket, path: str) -> None:
        if path in DRIPS:
            content = answer(b"#" * 500, TURTLE)
            connection.sendall(content[: DRIPS[path]])
            for byte in content[DRIPS[path] :]:
                connection.sendall(bytes([byte]))
                if self._ended.wait(0.1):
                    return
            return
        content = ANSWERS.get(path, ANSWERS["/missing"])
        if content is None:
            connection.settimeout(30)
            connection.recv(1)
        else:
            connection.sendall(content)

    def close(self) -> None:
        """End, and wait for all threads."""
        self._ended.set()
        socket.create_connection(self._listener.getsockname()).close()
        for thread in self._threads:
            thread.join()
        self._listener.close()
