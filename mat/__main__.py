"""`python -m mat`: the same as the command `mat`."""

from mat.cli import main

main()
