from __future__ import annotations

import cffi

from seriesbook import quicktypes


def test_types_are_those_that_cffi_reads() -> None:
    quicktypes.install()
    quicktypes.install()
    ffi = cffi.FFI()
    ffi.cdef("typedef struct { int x; } point_t; typedef point_t *points; typedef int number;")
    ffi.cdef("typedef struct { points all; number count; uint8_t kind; } path_t;")
    assert ffi.sizeof("point_t") == ffi.sizeof("number")
    assert ffi.typeof("points") is ffi.typeof("point_t *")
    assert ffi.typeof("path_t").fields[0][1].type is ffi.typeof("points")
    assert ffi.typeof("number[]") is ffi.typeof("int[]")
    assert ffi.new("path_t *", {"count": 3}).count == 3


def test_a_mistake_is_told_and_forgotten() -> None:
    quicktypes.install()
    ffi = cffi.FFI()
    ffi.cdef("typedef int number;")
    try:
        ffi.typeof("numb *")
    except cffi.CDefError:
        pass
    else:
        raise AssertionError
    assert ffi.sizeof("number") == 4
