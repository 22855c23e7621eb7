using System.Runtime.InteropServices;

namespace SafeBms.Devices.Linux;

/// <summary>Calls into the kernel that more than one driver needs. Those without a string allocate nothing.</summary>
internal static partial class Kernel
{
    /// <summary>O_RDONLY.</summary>
    public const int ReadOnly = 0;

    /// <summary>O_WRONLY.</summary>
    public const int WriteOnly = 1;

    /// <summary>O_RDWR.</summary>
    public const int ReadWrite = 2;

    /// <summary>O_CLOEXEC, also SOCK_CLOEXEC and EFD_CLOEXEC.</summary>
    public const int CloseOnExec = 0x80000;

    private const int WriteAccess = 2;
    private const int SetDescriptorFlags = 2;
    private const int DescriptorCloseOnExec = 1;

    /// <summary>The error of the last call of this thread.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>Opens a file; -1 on error.</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    /// <summary>Closes a descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>Writes bytes; returns how many, -1 on error.</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int descriptor, void* bytes, nuint count);

    /// <summary>A device's own call with a pointer to its struct.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static unsafe partial int Control(int descriptor, nuint request, void* argument);

    /// <summary>True if this process may write a file that exists.</summary>
    public static bool MayWrite(string path) => Access(path, WriteAccess) == 0;

    /// <summary>Makes a socket; -1 on error.</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    /// <summary>Sends to where a socket is bound or connected; -1 on error.</summary>
    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static unsafe partial nint Send(int socket, void* bytes, nuint count, int flags);

    /// <summary>Receives one message; -1 on error.</summary>
    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static unsafe partial nint Receive(int socket, void* bytes, nuint count, int flags);

    /// <summary>Keeps a descriptor from being inherited by programs that this process starts.</summary>
    public static void KeepToThisProcess(int descriptor) =>
        _ = FileControl(descriptor, SetDescriptorFlags, DescriptorCloseOnExec);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, nint argument);
}

/// <summary>Error numbers of the kernel that the drivers tell apart.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int NoSuchAddress = 6;
    public const int BadDescriptor = 9;
    public const int Again = 11;
    public const int NoMemory = 12;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int NoDevice = 19;
    public const int Invalid = 22;
    public const int NotATerminal = 25;
    public const int NotSupported = 95;
    public const int ProtocolNotSupported = 93;
    public const int FamilyNotSupported = 97;
    public const int NetworkDown = 100;
    public const int NoBuffers = 105;

    /// <summary>The kernel's words for an error, with its number.</summary>
    public static string Text(int error) =>
        $"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)} (errno {error})";
}
