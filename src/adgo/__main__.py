"""`python -m adgo` is the command `adgo`."""

from adgo.cli import main

main()
