"""Creates a segment with multiprocessing.shared_memory, writes a text, and obeys words until "exit"; then unlinks it.

usage: server.py NAME SIZE [TEXT]
"""

import sys

import peer


def main(name, size, text=None):
    segment = peer.create_segment(name, int(size))
    if text is not None:
        peer.write_text(segment, 0, text)
    peer.say(f"created {name}, {segment.size} bytes")
    for line in sys.stdin:
        words = line.rstrip("\n").split(" ", 2)
        if words[0] == "exit":
            break
        peer.obey(segment, *words)
    segment.close()
    segment.unlink()


main(*sys.argv[1:])
