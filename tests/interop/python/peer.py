"""What the Python peers share: how they make and open segments, the words they obey, and how they fail."""

import sys
from multiprocessing import resource_tracker, shared_memory


def fail(error):
    """Says "error ERRNO" and ends with 1."""
    say(f"error {error.errno}")
    print(error, file=sys.stderr)
    sys.exit(1)


def say(line):
    print(line, flush=True)


def open_segment(name):
    """Opens a segment that somebody else owns.

    The trap: Python's resource tracker takes every segment that a process merely attached to for that process's own, and
    unlinks it when the process ends: the name is gone although its owner still uses it. Since 3.13 track=False says that the
    segment is not ours; before, the tracker must be told to forget it.
    """
    try:
        if sys.version_info >= (3, 13):
            return shared_memory.SharedMemory(name, track=False)
        segment = shared_memory.SharedMemory(name)
    except OSError as error:
        fail(error)
    resource_tracker.unregister("/" + name, "shared_memory")
    return segment


def create_segment(name, size):
    """Creates a segment; the tracker unlinks it when this process ends, a kill included."""
    try:
        return shared_memory.SharedMemory(name, create=True, size=size)
    except OSError as error:
        fail(error)


def write_text(segment, offset, text):
    encoded = text.encode() + b"\0"
    if offset + len(encoded) > segment.size:
        sys.exit("the text does not fit")
    segment.buf[offset : offset + len(encoded)] = encoded


def read_text(segment, offset):
    return bytes(segment.buf[offset:]).split(b"\0", 1)[0].decode()


def load(segment, path):
    with open(path, "rb") as file:
        content = file.read()
    segment.buf[: len(content)] = content


def obey(segment, verb, first="", rest=""):
    """Obeys size, read OFFSET, write OFFSET TEXT, load FILE or dump, and says what came of it."""
    if verb == "size":
        say(segment.size)
    elif verb == "read":
        say(read_text(segment, int(first)))
    elif verb == "write":
        write_text(segment, int(first), rest)
        say("written")
    elif verb == "load":
        load(segment, first)
        say("loaded")
    elif verb == "dump":
        sys.stdout.buffer.write(segment.buf)
    else:
        sys.exit("unknown word")
