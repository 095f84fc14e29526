"""What can be wrong with the store. In a module of its own: who only names it need not load the database."""

from mat.ports import MatError


class StoreError(MatError):
    """The database cannot be used; the message says which file, why, and the way out."""

    exit_code = 4


class DamagedError(StoreError):
    """The file is there and is no sound database."""


class NewerError(StoreError):
    """The database is of a newer version of this program."""


class CopyError(StoreError):
    """The database is well, but its copy cannot be written where it was asked for."""

    exit_code = 1
