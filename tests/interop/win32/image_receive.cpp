// Takes a bitmap out of a named map, checks its block against the bitmap's own headers, and writes the file.
#include "../image_block.h"
#include "peer.h"

static void write_file(const wchar_t* path, const void* bytes, DWORD length)
{
    DWORD written = 0;
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE || !WriteFile(file, bytes, length, &written, nullptr) || written != length)
    {
        fail();
    }

    CloseHandle(file);
}

int wmain(int count, wchar_t** arguments)
{
    if (count < 3)
    {
        refuse(L"usage: image_receive NAME FILE");
    }

    HANDLE map = OpenFileMappingW(FILE_MAP_READ, FALSE, arguments[1]);
    if (map == nullptr)
    {
        fail();
    }

    View view = map_view(map, FILE_MAP_READ, L"ascii");
    if (const char* fault = image_block_fault(view.bytes, view.size))
    {
        refuse(wide(fault).c_str());
    }

    auto block = reinterpret_cast<const image_block*>(view.bytes);
    write_file(arguments[2], block + 1, static_cast<DWORD>(block->length));
    say(L"received " + std::wstring(arguments[1]) + L", " + std::to_wstring(block->width) + L" x " + std::to_wstring(block->height));

    UnmapViewOfFile(view.bytes);
    CloseHandle(map);
    return 0;
}
