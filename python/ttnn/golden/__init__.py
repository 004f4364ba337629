"""Golden functions: independent reference implementations on torch tensors, one module a family."""
