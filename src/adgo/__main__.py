"""Run the command `adgo` as `python -m adgo`."""

from adgo.cli import main

main()
