#include "peer.h"

#include <cstring>

std::wstring wide(const std::string& text)
{
    int length = MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), nullptr, 0);
    std::wstring result(length, L'\0');
    MultiByteToWideChar(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), result.data(), length);
    return result;
}

std::string narrow(const std::wstring& text)
{
    int length = WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), nullptr, 0, nullptr, nullptr);
    std::string result(length, '\0');
    WideCharToMultiByte(CP_UTF8, 0, text.data(), static_cast<int>(text.size()), result.data(), length, nullptr, nullptr);
    return result;
}

static void put(DWORD stream, const void* bytes, size_t count)
{
    auto next = static_cast<const char*>(bytes);
    while (count > 0)
    {
        DWORD written = 0;
        if (!WriteFile(GetStdHandle(stream), next, static_cast<DWORD>(count), &written, nullptr))
        {
            ExitProcess(2);
        }

        next += written;
        count -= written;
    }
}

void say_bytes(const void* bytes, size_t count)
{
    put(STD_OUTPUT_HANDLE, bytes, count);
}

void say(const std::wstring& line)
{
    std::string text = narrow(line + L"\n");
    say_bytes(text.data(), text.size());
}

bool hear(std::wstring& line)
{
    std::string text;
    char next = 0;
    DWORD read = 0;
    while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), &next, 1, &read, nullptr) && read == 1)
    {
        if (next == '\n')
        {
            line = wide(text);
            return true;
        }

        text += next;
    }

    return false;
}

void fail(DWORD code)
{
    say(L"error " + std::to_wstring(code));
    ExitProcess(1);
}

void refuse(const wchar_t* reason)
{
    std::string text = narrow(std::wstring(reason) + L"\n");
    put(STD_ERROR_HANDLE, text.data(), text.size());
    ExitProcess(2);
}

bool is_utf16(const std::wstring& encoding)
{
    if (encoding != L"utf-16" && encoding != L"ascii")
    {
        refuse(L"the encoding is utf-16 or ascii");
    }

    return encoding == L"utf-16";
}

size_t number(const std::wstring& text)
{
    wchar_t* end = nullptr;
    unsigned long long value = wcstoull(text.c_str(), &end, 10);
    if (end == text.c_str() || *end != L'\0')
    {
        refuse(L"not a number of bytes");
    }

    return value;
}

View map_view(HANDLE map, DWORD access, const std::wstring& encoding)
{
    void* bytes = MapViewOfFile(map, access, 0, 0, 0);
    MEMORY_BASIC_INFORMATION facts;
    if (bytes == nullptr || VirtualQuery(bytes, &facts, sizeof facts) == 0)
    {
        fail();
    }

    return { static_cast<char*>(bytes), facts.RegionSize, is_utf16(encoding) };
}

static void write_bytes(View view, size_t offset, const void* bytes, size_t count)
{
    if (offset > view.size || count > view.size - offset)
    {
        refuse(L"it does not fit");
    }

    memcpy(view.bytes + offset, bytes, count);
}

void write_text(View view, size_t offset, const std::wstring& text)
{
    if (view.utf16)
    {
        write_bytes(view, offset, text.c_str(), (text.size() + 1) * sizeof(wchar_t));
    }
    else
    {
        std::string ascii = narrow(text);
        write_bytes(view, offset, ascii.c_str(), ascii.size() + 1);
    }
}

std::wstring read_text(View view, size_t offset)
{
    if (offset >= view.size)
    {
        refuse(L"the offset lies behind the end");
    }

    if (view.utf16)
    {
        auto text = reinterpret_cast<const wchar_t*>(view.bytes + offset);
        return std::wstring(text, wcsnlen(text, (view.size - offset) / sizeof(wchar_t)));
    }

    return wide(std::string(view.bytes + offset, strnlen(view.bytes + offset, view.size - offset)));
}

std::string read_file(const std::wstring& path)
{
    HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
    LARGE_INTEGER size;
    if (file == INVALID_HANDLE_VALUE || !GetFileSizeEx(file, &size))
    {
        fail();
    }

    std::string content(static_cast<size_t>(size.QuadPart), '\0');
    DWORD read = 0;
    if (!ReadFile(file, content.data(), static_cast<DWORD>(content.size()), &read, nullptr) || read != content.size())
    {
        fail();
    }

    CloseHandle(file);
    return content;
}

static void load(View view, const std::wstring& path)
{
    std::string content = read_file(path);
    write_bytes(view, 0, content.data(), content.size());
    say(L"loaded");
}

void obey(View view, const std::wstring& verb, const std::wstring& first, const std::wstring& rest)
{
    if (verb == L"size")
    {
        say(std::to_wstring(view.size));
    }
    else if (verb == L"read")
    {
        say(read_text(view, number(first)));
    }
    else if (verb == L"write")
    {
        write_text(view, number(first), rest);
        say(L"written");
    }
    else if (verb == L"load")
    {
        load(view, first);
    }
    else if (verb == L"dump")
    {
        say_bytes(view.bytes, view.size);
    }
    else
    {
        refuse(L"unknown word");
    }
}

static std::wstring take_word(std::wstring& line)
{
    size_t blank = line.find(L' ');
    std::wstring word = line.substr(0, blank);
    line = blank == std::wstring::npos ? L"" : line.substr(blank + 1);
    return word;
}

void serve(View view)
{
    std::wstring line;
    while (hear(line) && line != L"exit")
    {
        std::wstring verb = take_word(line);
        std::wstring first = take_word(line);
        obey(view, verb, first, line);
    }
}
