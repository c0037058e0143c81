/* Takes a bitmap out of a POSIX object, checks its block against the bitmap's own headers, and writes the file. */
#include "../image_block.h"
#include "peer.h"

#include <stdio.h>

int main(int count, char **arguments)
{
    if (count < 3)
    {
        refuse("usage: image_receive NAME FILE");
    }

    struct view map = open_view(arguments[1]);
    const char *fault = image_block_fault(map.bytes, map.size);
    if (fault != NULL)
    {
        refuse(fault);
    }

    const struct image_block *block = (const struct image_block *)map.bytes;
    size_t length = (size_t)block->length;
    FILE *file = fopen(arguments[2], "wb");
    if (file == NULL || fwrite(block + 1, 1, length, file) != length || fclose(file) != 0)
    {
        fail();
    }

    printf("received %s, %d x %d, %d bits, stride %d\n", arguments[1], block->width, block->height, block->bits, block->stride);
    return 0;
}
