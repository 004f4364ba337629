from ttnn.lazy import get as __getattr__
