#!/usr/bin/env python3
"""Writes src/kernels/polynomials.hpp: near-minimax (Chebyshev) fits of the functions that the element-wise kernels need, made with mpmath.

usage: tools/make_polynomials.py [--check]     --check: fail if the file differs
"""

import pathlib
import sys

import mpmath as mp

mp.mp.dps = 40
TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/kernels/polynomials.hpp"


def chebyshev(f, a, b, degree):
    """Monomial coefficients, lowest first, of the Chebyshev interpolant of f on [a, b].

    They are in the centred variable u = (2x - a - b) / (b - a).
    """
    n = degree + 1
    nodes = [mp.cos(mp.pi * (k + mp.mpf(1) / 2) / n) for k in range(n)]
    values = [f((b - a) / 2 * u + (a + b) / 2) for u in nodes]
    c = [2 * sum(v * mp.cos(j * mp.pi * (k + mp.mpf(1) / 2) / n) for k, v in enumerate(values)) / n for j in range(n)]
    c[0] /= 2
    t0, t1 = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    total = [mp.mpf(0)] * n
    for j in range(n):
        t = t0 if j == 0 else t1
        for i, x in enumerate(t):
            total[i] += c[j] * x
        if j:
            t0, t1 = t1, [(2 * t1[i - 1] if i else 0) - (t0[i] if i < len(t0) else 0) for i in range(len(t1) + 1)]
    return total


def in_x(coefficients, a, b):
    """The polynomial of the centred variable in x itself."""
    scale, shift = 2 / (b - a), -(a + b) / (b - a)
    out, power = [mp.mpf(0)] * len(coefficients), [mp.mpf(1)]
    for c in coefficients:
        for i, p in enumerate(power):
            out[i] += c * p
        power = [
            (power[i] * shift if i < len(power) else 0) + (power[i - 1] * scale if i else 0)
            for i in range(len(power) + 1)
        ]
    return out


def near(f, limit):
    """f with its removable singularity at zero taken from the limit."""
    return lambda x: limit if abs(x) < mp.mpf("1e-18") else f(x)


def plain(f, a, b, n):
    m = mp.mpf
    return in_x(chebyshev(f, m(a), m(b), n), m(a), m(b))


def elementary():
    """Exponential, logarithm, trigonometric functions: {name: (meaning, coefficients)}."""
    m = mp.mpf
    half, half_ln2 = m("0.5"), mp.log(2) / 2 * m("1.01")
    sqrt_part = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2 * m("1.01")
    quarter = (mp.pi / 4 * m("1.01")) ** 2
    eighth = (mp.sqrt(2) - 1) ** 2 * m("1.02")
    return {
        "Exp": (
            "(exp(r) - 1 - r) / r^2 for |r| <= ln(2)/2",
            plain(near(lambda r: (mp.expm1(r) - r) / r**2, m("0.5")), -half_ln2, half_ln2, 10),
        ),
        "ExpFloat": (
            "the same for float results",
            plain(near(lambda r: (mp.expm1(r) - r) / r**2, m("0.5")), -half_ln2, half_ln2, 5),
        ),
        "ShortExp2Float": (
            "2^f for |f| <= 1/2, for results in bf16",
            plain(lambda f: mp.mpf(2) ** f, -half * m("1.01"), half * m("1.01"), 4),
        ),
        "ShortExp2UpFloat": (
            "the same for 0 <= f < 1",
            plain(lambda f: mp.mpf(2) ** f, m(0), m(1), 4),
        ),
        "Exp2UpFloat": (
            "the same for float results",
            plain(lambda f: mp.mpf(2) ** f, m(0), m(1), 6),
        ),
        "Log": (
            "(2 atanh(s) - 2 s) / s^3 in s^2, s = (m - 1) / (m + 1), m in [sqrt(1/2), sqrt(2)]",
            plain(near(lambda z: 2 * (mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, m(2) / 3), 0, sqrt_part, 8),
        ),
        "LogFloat": (
            "the same for float results",
            plain(near(lambda z: 2 * (mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, m(2) / 3), 0, sqrt_part, 3),
        ),
        "Sin": (
            "(sin(r) / r - 1) / r^2 in r^2, |r| <= pi/4",
            plain(near(lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, -m(1) / 6), 0, quarter, 6),
        ),
        "Cos": (
            "(cos(r) - 1) / r^2 in r^2, |r| <= pi/4",
            plain(near(lambda z: (mp.cos(mp.sqrt(z)) - 1) / z, -m(1) / 2), 0, quarter, 6),
        ),
        "Atan": (
            "(atan(x) / x - 1) / x^2 in x^2, |x| <= tan(pi/8)",
            plain(near(lambda z: (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, -m(1) / 3), 0, eighth, 9),
        ),
        "Asin": (
            "(asin(x) / x - 1) / x^2 in x^2, |x| <= 1/2",
            plain(near(lambda z: (mp.asin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, m(1) / 6), 0, m("0.2501"), 12),
        ),
    }


def special():
    """Error functions and Bessel functions, in the same form."""
    m = mp.mpf
    return {
        "Erf": (
            "erf(x) / x in x^2, |x| <= 1",
            plain(near(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z), 2 / mp.sqrt(mp.pi)), 0, 1, 12),
        ),
        "Erfc": (
            "erfc(z) exp(z^2) in u = (z - 2) / (z + 2), z >= 0",
            chebyshev(
                lambda u: (
                    m(0)
                    if u > m("0.9999999")
                    else mp.erfc(2 * (1 + u) / (1 - u)) * mp.exp((2 * (1 + u) / (1 - u)) ** 2)
                ),
                m(-1),
                m(1),
                24,
            ),
        ),
        "ErfinvCenter": (
            "erfinv(x) / x in w - 2.5, w = -log(1 - x^2) <= 5",
            plain(
                lambda v: (
                    mp.erfinv(mp.sqrt(-mp.expm1(-(v + m("2.5"))))) / mp.sqrt(-mp.expm1(-(v + m("2.5"))))
                    if v > m("-2.5")
                    else mp.sqrt(mp.pi) / 2
                ),
                m("-2.5"),
                m("2.5"),
                14,
            ),
        ),
        "ErfinvTail": (
            "erfinv(x) in sqrt(w) - 3.1, sqrt(5) <= sqrt(w) <= 4.2",
            plain(
                lambda v: mp.erfinv(
                    1 - mp.exp(-((v + m("3.1")) ** 2)) / (1 + mp.sqrt(1 - mp.exp(-((v + m("3.1")) ** 2))))
                ),
                m("-0.9"),
                m("1.1"),
                12,
            ),
        ),
        "I0Small": (
            "(I0(x) - 1) / x^2 in x^2, |x| <= 8",
            plain(near(lambda z: (mp.besseli(0, mp.sqrt(z)) - 1) / z, m("0.25")), 0, 64, 16),
        ),
        "I0Large": (
            "I0(x) exp(-x) sqrt(x) in 1/x, x >= 8",
            plain(
                near(lambda v: mp.besseli(0, 1 / v) * mp.exp(-1 / v) * mp.sqrt(1 / v), 1 / mp.sqrt(2 * mp.pi)),
                m("1e-6"),
                m("0.1251"),
                9,
            ),
        ),
        "I1Small": (
            "I1(x) / x in x^2, |x| <= 8",
            plain(near(lambda z: mp.besseli(1, mp.sqrt(z)) / mp.sqrt(z), m("0.5")), 0, 64, 16),
        ),
        "I1Large": (
            "I1(x) exp(-x) sqrt(x) in 1/x, x >= 8",
            plain(
                near(lambda v: mp.besseli(1, 1 / v) * mp.exp(-1 / v) * mp.sqrt(1 / v), 1 / mp.sqrt(2 * mp.pi)),
                m("1e-6"),
                m("0.1251"),
                9,
            ),
        ),
    }


def text():
    out = [
        "// Generated by tools/make_polynomials.py: Chebyshev fits for the element-wise kernels, coefficients from the "
        "lowest power. Do not edit.",
        "#pragma once",
        "",
        "namespace {",
        "",
    ]
    for name, (meaning, coefficients) in (elementary() | special()).items():
        element = "float" if name.endswith("Float") else "double"
        suffix = "f" if element == "float" else ""
        values = ", ".join(mp.nstr(c, 9 if suffix else 17, min_fixed=1, max_fixed=0) + suffix for c in coefficients)
        out += [f"// {meaning}", f"[[maybe_unused]] constexpr {element} k{name}[] = {{{values}}};", ""]
    return "\n".join(out + ["}  // namespace", ""])


if __name__ == "__main__":
    made = text()
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.read_text() == made else f"{TARGET.name} is out of date: run {sys.argv[0]}")
    TARGET.write_text(made)
