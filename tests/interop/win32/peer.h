// What the Win32 peers share: what they say and hear, how they fail, and the words they obey.
#pragma once

#include <windows.h>

#include <string>

// The pipes carry UTF-8, whatever the console's code page is.
std::wstring wide(const std::string& text);
std::string narrow(const std::wstring& text);

void say(const std::wstring& line);
void say_bytes(const void* bytes, size_t count);
bool hear(std::wstring& line);

// Says "error CODE" on standard output and ends with 1.
[[noreturn]] void fail(DWORD code = GetLastError());

// Says what is wrong on standard error and ends with 2.
[[noreturn]] void refuse(const wchar_t* reason);

// A mapped view and how texts stand in it.
struct View
{
    char* bytes;
    size_t size;
    bool utf16;
};

bool is_utf16(const std::wstring& encoding);
size_t number(const std::wstring& text);

// Maps all of a file mapping; its size is that of its pages, as VirtualQuery tells.
View map_view(HANDLE map, DWORD access, const std::wstring& encoding);

void write_text(View view, size_t offset, const std::wstring& text);
std::wstring read_text(View view, size_t offset);
std::string read_file(const std::wstring& path);

// Obeys one of
//   size                   says how many bytes there are
//   read OFFSET            says the text that stands there, up to its terminator
//   write OFFSET TEXT      puts a text there and says "written"
//   load FILE              copies the file's bytes to the start and says "loaded"
//   dump                   says all bytes as they are
void obey(View view, const std::wstring& verb, const std::wstring& first, const std::wstring& rest);

// Obeys the lines of standard input until "exit".
void serve(View view);
