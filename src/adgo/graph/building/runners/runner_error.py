"""Why a build could not be run."""


class RunnerError(Exception):
    """A runner cannot be started, or stopped before it was done; the message says why, and what to do."""
