"""The block in which a bitmap crosses (docs/layout.md). Little-endian; the file follows at 64."""

import struct

# magic, version, header size, length, width, height, stride, bits, ready (written last)
BLOCK = struct.Struct("<8siiqiiii20xi")
READY = struct.Struct("<i")
READY_AT = BLOCK.size - READY.size
HEADERS = 54


def fields_of(bitmap, ready):
    """What the block says of a bitmap file; SystemExit if it is no whole bitmap."""
    if len(bitmap) < HEADERS or bitmap[:2] != b"BM" or struct.unpack_from("<I", bitmap, 2)[0] != len(bitmap):
        raise SystemExit("not a whole bitmap")
    width, height = struct.unpack_from("<ii", bitmap, 18)
    bits = struct.unpack_from("<H", bitmap, 28)[0]
    stride = (width * bits + 31) // 32 * 4
    return b"MWBITMAP", 1, BLOCK.size, len(bitmap), width, height, stride, bits, ready


def write(target, bitmap):
    """Puts the bitmap and its block in place; a store of four aligned bytes is one store, and x86 keeps stores in order."""
    BLOCK.pack_into(target, 0, *fields_of(bitmap, 0))
    target[BLOCK.size : BLOCK.size + len(bitmap)] = bitmap
    target[READY_AT : READY_AT + READY.size].cast("i")[0] = 1


def read(source):
    """The bitmap in the block, checked against the bitmap's own headers; SystemExit says what is wrong."""
    found = BLOCK.unpack_from(source, 0)
    length, ready = found[3], found[-1]
    if ready != 1 or not HEADERS <= length <= len(source) - BLOCK.size:
        raise SystemExit("no finished block, or its length lies outside the segment")
    bitmap = bytes(source[BLOCK.size : BLOCK.size + length])
    if found != fields_of(bitmap, 1):
        raise SystemExit("the block does not say what the bitmap's headers say")
    return bitmap
