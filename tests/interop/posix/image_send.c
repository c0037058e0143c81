/* Puts a bitmap file into a new POSIX object, behind a block that describes it, and holds it until it hears a line. */
#include "../image_block.h"
#include "peer.h"

#include <stdio.h>

int main(int count, char **arguments)
{
    if (count < 3)
    {
        refuse("usage: image_send NAME FILE");
    }

    struct view bitmap = read_file(arguments[2]);
    const char *fault = bitmap_fault(bitmap.bytes, bitmap.size);
    if (fault != NULL)
    {
        refuse(fault);
    }

    struct view map = create_view(arguments[1], sizeof(struct image_block) + bitmap.size);
    image_block_write(map.bytes, bitmap.bytes, bitmap.size);
    printf("sent %s, %zu bytes\n", arguments[1], bitmap.size);
    fflush(stdout);
    getchar();
    return 0;
}
