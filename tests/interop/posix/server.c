/* Creates a POSIX object with shm_open, gives it its exact size, writes a text, and obeys words until "exit".
   The object stays when the program ends, as POSIX has it; size 0 leaves it as shm_open made it. */
#include "peer.h"

#include <stdio.h>
#include <string.h>

static void serve(struct view view)
{
    static char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL)
    {
        line[strcspn(line, "\n")] = 0;
        char *rest = line;
        const char *verb = strsep(&rest, " ");
        if (strcmp(verb, "exit") == 0)
        {
            return;
        }

        const char *first = rest == NULL ? "" : strsep(&rest, " ");
        obey(view, verb, first, rest == NULL ? "" : rest);
    }
}

int main(int count, char **arguments)
{
    if (count < 3)
    {
        refuse("usage: server NAME SIZE [TEXT]");
    }

    /* What is said must be seen at once, also through a pipe. */
    setvbuf(stdout, NULL, _IOLBF, 0);
    struct view view = create_view(arguments[1], number(arguments[2]));
    if (count > 3)
    {
        write_text(view, 0, arguments[3]);
    }

    printf("created %s, %zu bytes\n", arguments[1], view.size);
    serve(view);
    return 0;
}
