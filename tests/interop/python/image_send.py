"""Puts a bitmap file into a new segment, behind a block that describes it, and holds it until it hears a line.

usage: image_send.py NAME FILE
"""

import sys

import image_block
import peer


def main(name, path):
    with open(path, "rb") as file:
        bitmap = file.read()
    segment = peer.create_segment(name, image_block.BLOCK.size + len(bitmap))
    image_block.write(segment.buf, bitmap)
    peer.say(f"sent {name}, {len(bitmap)} bytes")
    sys.stdin.readline()
    segment.close()
    segment.unlink()


main(*sys.argv[1:])
