"""Opens an existing segment with multiprocessing.shared_memory and obeys one word; the segment stays.

usage: client.py NAME size | read OFFSET | write OFFSET TEXT | load FILE | dump
"""

import sys

import peer


def main(name, verb, *rest):
    segment = peer.open_segment(name)
    peer.obey(segment, verb, *rest)
    segment.close()


main(*sys.argv[1:])
