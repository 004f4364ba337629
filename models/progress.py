"""A progress bar on standard error, drawn only where a person can see it.

Not a logging facility: when standard error is a file or a pipe nothing is written.
"""

import sys


class ProgressBar:
    WIDTH = 32

    def __init__(self, title, total, stream=None):
        self.title, self.total, self.done = title, max(total, 1), 0
        self.stream = stream or sys.stderr
        self.visible = self.stream.isatty()

    def __enter__(self):
        self.advance(0)
        return self

    def __exit__(self, *_):
        if self.visible:
            self.stream.write("\r\033[K")
            self.stream.flush()

    def advance(self, steps=1):
        self.done += steps
        if self.visible:
            filled = self.WIDTH * self.done // self.total
            bar = "#" * filled + "-" * (self.WIDTH - filled)
            self.stream.write(f"\r{self.title} [{bar}] {100 * self.done // self.total:3d}%")
            self.stream.flush()
