"""A pytest plugin (-p without_torch) for runs in which torch is not there."""

import sys


class Absent:
    """Finds nothing where torch would be."""

    def find_spec(self, name, path=None, target=None):
        if name == "torch" or name.startswith("torch."):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, Absent())
