/* Opens an existing POSIX object with shm_open and obeys one word. */
#include "peer.h"

int main(int count, char **arguments)
{
    if (count < 3)
    {
        refuse("usage: client NAME size | read OFFSET | write OFFSET TEXT | load FILE | dump");
    }

    obey(open_view(arguments[1]), arguments[2], count > 3 ? arguments[3] : "", count > 4 ? arguments[4] : "");
    return 0;
}
