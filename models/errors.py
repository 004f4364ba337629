"""The one error of the model loaders.

Everything that is wrong with a file a user hands us (missing, cut short, damaged, of another model) is reported as
`ModelFileError`, and its text always names the file, the tensor or field, the value found and what to do about it.
Programming mistakes keep their ordinary Python exceptions.
"""


class ModelFileError(RuntimeError):
    """A model file cannot be used; the message says why and what would help."""

    def __init__(self, path, what, remedy):
        super().__init__(f"[load] {path}: {what}; {remedy}")
        self.path = str(path)
