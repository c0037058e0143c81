#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

void fail(void)
{
    printf("error %d\n", errno);
    fprintf(stderr, "%s\n", strerror(errno));
    exit(1);
}

void refuse(const char *reason)
{
    fprintf(stderr, "%s\n", reason);
    exit(2);
}

size_t number(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end != 0 || value < 0)
    {
        refuse("not a number of bytes");
    }

    return (size_t)value;
}

static struct view map_view(int file, size_t size)
{
    struct view view = { NULL, size };
    if (size > 0)
    {
        view.bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (view.bytes == MAP_FAILED)
        {
            fail();
        }
    }

    return view;
}

struct view create_view(const char *name, size_t size)
{
    int file = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
    if (file < 0 || (size > 0 && ftruncate(file, (off_t)size) < 0))
    {
        fail();
    }

    return map_view(file, size);
}

struct view open_view(const char *name)
{
    int file = shm_open(name, O_RDWR, 0);
    struct stat facts;
    if (file < 0 || fstat(file, &facts) < 0)
    {
        fail();
    }

    return map_view(file, (size_t)facts.st_size);
}

void write_text(struct view view, size_t offset, const char *text)
{
    size_t length = strlen(text) + 1;
    if (offset > view.size || length > view.size - offset)
    {
        refuse("the text does not fit");
    }

    memcpy(view.bytes + offset, text, length);
}

struct view read_file(const char *path)
{
    struct stat facts;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &facts) < 0)
    {
        fail();
    }

    struct view content = { malloc((size_t)facts.st_size + 1), (size_t)facts.st_size };
    if (content.bytes == NULL || fread(content.bytes, 1, content.size, file) != content.size)
    {
        fail();
    }

    fclose(file);
    return content;
}

static void read_text(struct view view, size_t offset)
{
    if (offset >= view.size)
    {
        refuse("the offset lies behind the end");
    }

    size_t length = strnlen(view.bytes + offset, view.size - offset);
    printf("%.*s\n", (int)length, view.bytes + offset);
}

static void load(struct view view, const char *path)
{
    struct view content = read_file(path);
    if (content.size > view.size)
    {
        refuse("the file does not fit");
    }

    memcpy(view.bytes, content.bytes, content.size);
    free(content.bytes);
    puts("loaded");
}

void obey(struct view view, const char *verb, const char *first, const char *rest)
{
    if (strcmp(verb, "size") == 0)
    {
        printf("%zu\n", view.size);
    }
    else if (strcmp(verb, "read") == 0)
    {
        read_text(view, number(first));
    }
    else if (strcmp(verb, "write") == 0)
    {
        write_text(view, number(first), rest);
        puts("written");
    }
    else if (strcmp(verb, "load") == 0)
    {
        load(view, first);
    }
    else if (strcmp(verb, "dump") == 0)
    {
        fwrite(view.bytes, 1, view.size, stdout);
    }
    else
    {
        refuse("unknown word");
    }
}
