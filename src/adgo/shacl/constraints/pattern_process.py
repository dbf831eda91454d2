"""A regular expression in a separate process, which can be ended: Python's matching cannot be interrupted otherwise.

Neither signals nor timers of the calling process are used, so this works in every thread.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence

#: Seconds after its time limit at which the process ends by itself, if the calling process is gone.
GRACE = 5.0


def search(source: str, texts: Sequence[str], seconds: float) -> list[bool]:
    """Return for each text whether the expression matches somewhere in it.

    Args:
        source: the regular expression, in Python's syntax and with its flags.
        texts: the texts.
        seconds: the time limit for all texts, in seconds.

    Raises:
        TimeoutError: the time limit is exceeded.
        ValueError: the expression cannot be compiled.
    """
    import subprocess  # few patterns need it, and the process itself does not

    # This file needs the standard library only, so the process starts in some 20 ms without site packages.
    command = [sys.executable, "-I", "-S", __file__]
    request = json.dumps({"source": source, "texts": texts, "seconds": seconds + GRACE})
    try:
        done = subprocess.run(
            command, input=request.encode(), capture_output=True, timeout=seconds, check=True
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    except OSError as error:
        raise ValueError(f"the process that matches it cannot be started: {error}") from error
    except subprocess.CalledProcessError as error:
        raise ValueError(f"its process ended with exit code {error.returncode}") from error
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise ValueError(answer["error"])
    return [mark == "1" for mark in answer["found"]]


def main() -> None:
    """Read a request from standard input and write the answer to standard output, both in JSON."""
    request = json.load(sys.stdin.buffer)
    _limit_lifetime(request["seconds"])
    try:
        expression = re.compile(request["source"])
    except (re.error, OverflowError, RecursionError) as error:
        answer = {"error": str(error)}
    else:
        answer = {"found": "".join("1" if expression.search(text) else "0" for text in request["texts"])}
    sys.stdout.write(json.dumps(answer))


def _limit_lifetime(seconds: float) -> None:
    """Let the system end this process after some seconds."""
    import signal  # only this process needs it

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
