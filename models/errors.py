"""The one error of the model loaders.

Everything that is wrong with a file a user hands us (missing, cut short, damaged, of another model) is reported as
`ModelFileError`, and its text always names the file, the tensor or field, the value found and what to do about it.
Programming mistakes keep their ordinary Python exceptions.
"""

import errno
import os
import stat


def open_regular(path):
    """A file opened for reading; OSError for what would block or never end (pipes, devices)."""
    file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK))
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no regular file")
    return file


class ModelFileError(RuntimeError):
    """A model file cannot be used; the message says why and what would help."""

    def __init__(self, path, what, remedy):
        super().__init__(f"[load] {path}: {what}; {remedy}")
        self.path = str(path)
