// Opens a named map for reading only: its pages cannot be written, a writable view is refused, and the text is there.
#include "peer.h"

int wmain(int count, wchar_t** arguments)
{
    if (count < 3)
    {
        refuse(L"usage: readonly ENCODING NAME");
    }

    HANDLE map = OpenFileMappingW(FILE_MAP_READ, FALSE, arguments[2]);
    if (map == nullptr)
    {
        fail();
    }

    View view = map_view(map, FILE_MAP_READ, arguments[1]);
    MEMORY_BASIC_INFORMATION facts;
    if (VirtualQuery(view.bytes, &facts, sizeof facts) == 0 || facts.Protect != PAGE_READONLY)
    {
        refuse(L"the pages are not read-only");
    }

    if (MapViewOfFile(map, FILE_MAP_WRITE, 0, 0, 0) != nullptr || GetLastError() != ERROR_ACCESS_DENIED)
    {
        refuse(L"a view for writing was not refused");
    }

    say(read_text(view, 0));
    return 0;
}
