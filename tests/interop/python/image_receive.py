"""Takes a bitmap out of a segment, checks its block against the bitmap's own headers, and writes the file.

usage: image_receive.py NAME FILE
"""

import sys

import image_block
import peer


def main(name, path):
    segment = peer.open_segment(name)
    bitmap = image_block.read(segment.buf)
    with open(path, "wb") as file:
        file.write(bitmap)
    peer.say(f"received {name}, {len(bitmap)} bytes")
    segment.close()


main(*sys.argv[1:])
