/* What the POSIX peers share: a view of an object, the words they obey, and how they fail. */
#ifndef PEER_H
#define PEER_H

#include <stddef.h>

struct view
{
    char *bytes;
    size_t size;
};

/* Says "error ERRNO" on standard output and ends with 1. */
_Noreturn void fail(void);

/* Says what is wrong on standard error and ends with 2. */
_Noreturn void refuse(const char *reason);

/* A number of bytes, or refuses. */
size_t number(const char *text);

/* Creates an object that nobody has and maps it; size 0 leaves it as shm_open made it. */
struct view create_view(const char *name, size_t size);

/* Opens an existing object and maps all of it. */
struct view open_view(const char *name);

/* Puts a text with its terminator at an offset. */
void write_text(struct view view, size_t offset, const char *text);

/* The file's bytes, in memory of their own. */
struct view read_file(const char *path);

/* Obeys one of
     size                   says how many bytes there are
     read OFFSET            says the text that stands there, up to its terminator
     write OFFSET TEXT      puts a text there and says "written"
     load FILE              copies the file's bytes to the start and says "loaded"
     dump                   says all bytes as they are */
void obey(struct view view, const char *verb, const char *first, const char *rest);

#endif
