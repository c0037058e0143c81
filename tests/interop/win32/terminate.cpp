// Starts a program, hands on what it says, and ends it with TerminateProcess as soon as it hears a line.
#include "peer.h"

// The program keeps an input that never ends, so that it lives until it is terminated.
static HANDLE silent_input()
{
    SECURITY_ATTRIBUTES inherited = { sizeof inherited, nullptr, TRUE };
    HANDLE reader = nullptr;
    HANDLE writer = nullptr;
    if (!CreatePipe(&reader, &writer, &inherited, 0) || !SetHandleInformation(writer, HANDLE_FLAG_INHERIT, 0))
    {
        fail();
    }

    return reader;
}

static HANDLE start(std::wstring command)
{
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = silent_input();
    startup.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process = {};
    if (!CreateProcessW(nullptr, command.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &startup, &process))
    {
        fail();
    }

    CloseHandle(process.hThread);
    return process.hProcess;
}

int wmain(int count, wchar_t** arguments)
{
    std::wstring command;
    for (int i = 1; i < count; i++)
    {
        command += L"\"" + std::wstring(arguments[i]) + L"\" ";
    }

    HANDLE process = start(command);
    std::wstring line;
    hear(line);
    if (!TerminateProcess(process, 9) || WaitForSingleObject(process, INFINITE) != WAIT_OBJECT_0)
    {
        fail();
    }

    say(L"terminated");
    return 0;
}
