// Opens a named map as a Win32 program does and obeys one word.
#include "peer.h"

int wmain(int count, wchar_t** arguments)
{
    if (count < 4)
    {
        refuse(L"usage: client ENCODING NAME size | read OFFSET | write OFFSET TEXT | load FILE | dump");
    }

    HANDLE map = OpenFileMappingW(FILE_MAP_READ | FILE_MAP_WRITE, FALSE, arguments[2]);
    if (map == nullptr)
    {
        fail();
    }

    View view = map_view(map, FILE_MAP_READ | FILE_MAP_WRITE, arguments[1]);
    obey(view, arguments[3], count > 4 ? arguments[4] : L"", count > 5 ? arguments[5] : L"");

    UnmapViewOfFile(view.bytes);
    CloseHandle(map);
    return 0;
}
