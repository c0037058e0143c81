// Creates a named map as a Win32 program does, writes a text, and obeys words until "exit"; then the name goes with the program.
// With an SDDL string others get no more than it grants.
#include "peer.h"

#include <sddl.h>

static SECURITY_ATTRIBUTES* security(const wchar_t* sddl)
{
    static SECURITY_ATTRIBUTES attributes = { sizeof attributes, nullptr, FALSE };
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, &attributes.lpSecurityDescriptor, nullptr))
    {
        fail();
    }

    return &attributes;
}

int wmain(int count, wchar_t** arguments)
{
    if (count < 4)
    {
        refuse(L"usage: server ENCODING NAME SIZE [TEXT] [SDDL]");
    }

    const wchar_t* name = arguments[2];
    size_t size = number(arguments[3]);
    HANDLE map = CreateFileMappingW(
        INVALID_HANDLE_VALUE, count > 5 ? security(arguments[5]) : nullptr, PAGE_READWRITE, 0, static_cast<DWORD>(size), name);
    if (map == nullptr || GetLastError() == ERROR_ALREADY_EXISTS)
    {
        fail();
    }

    View view = map_view(map, FILE_MAP_ALL_ACCESS, arguments[1]);
    write_text(view, 0, count > 4 ? arguments[4] : L"");
    say(L"created " + std::wstring(name) + L", " + std::to_wstring(size) + L" bytes");
    serve(view);

    UnmapViewOfFile(view.bytes);
    CloseHandle(map);
    return 0;
}
