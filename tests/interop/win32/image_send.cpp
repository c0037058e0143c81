// Puts a bitmap file into a new named map, behind a block that describes it, and holds it until it hears a line.
#include "../image_block.h"
#include "peer.h"

int wmain(int count, wchar_t** arguments)
{
    if (count < 3)
    {
        refuse(L"usage: image_send NAME FILE");
    }

    std::wstring name = arguments[1];
    std::string bitmap = read_file(arguments[2]);
    if (bitmap_fault(bitmap.data(), bitmap.size()) != nullptr)
    {
        refuse(L"not a whole bitmap");
    }

    DWORD size = static_cast<DWORD>(sizeof(image_block) + bitmap.size());
    HANDLE map = CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, size, name.c_str());
    if (map == nullptr || GetLastError() == ERROR_ALREADY_EXISTS)
    {
        fail();
    }

    auto bytes = static_cast<char*>(MapViewOfFile(map, FILE_MAP_WRITE, 0, 0, size));
    if (bytes == nullptr)
    {
        fail();
    }

    image_block_write(bytes, bitmap.data(), bitmap.size());
    say(L"sent " + name + L", " + std::to_wstring(bitmap.size()) + L" bytes");
    std::wstring line;
    hear(line);

    UnmapViewOfFile(bytes);
    CloseHandle(map);
    return 0;
}
