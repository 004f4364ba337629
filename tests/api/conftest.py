"""Devices of the two card models, as the documented behaviour was observed on both."""

import os

import pytest
import ttnn


def opened(model, **options):
    """An open device of a card model."""
    before = os.environ.get("TESSERA_DEVICE")
    os.environ["TESSERA_DEVICE"] = model
    try:
        return ttnn.open_device(device_id=0, **options)
    finally:
        if before is None:
            del os.environ["TESSERA_DEVICE"]
        else:
            os.environ["TESSERA_DEVICE"] = before


@pytest.fixture
def open_card():
    """open_card(model, **options): devices that are closed after the test."""
    devices = []

    def make(model, **options):
        devices.append(opened(model, **options))
        return devices[-1]

    yield make
    for device in devices:
        ttnn.close_device(device)


@pytest.fixture(scope="module")
def p150():
    device = opened("p150")
    yield device
    ttnn.close_device(device)


@pytest.fixture(autouse=True)
def short_print_options():
    """Every test begins and ends with the initial way of printing."""
    ttnn.set_printoptions(profile="short")
    yield
    ttnn.set_printoptions(profile="short")
