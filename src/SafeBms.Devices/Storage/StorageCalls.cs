using System.Runtime.InteropServices;

namespace SafeBms.Devices.Storage;

/// <summary>Calls into the kernel for files; none allocates.</summary>
internal static unsafe partial class StorageCalls
{
    public const int ReadOnly = 0;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int CloseOnExec = 0x80000;
    public const int OwnerOnly = 0x180; // rw-------
    public const int LockExclusive = 2;
    public const int LockWithoutWaiting = 4;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>EIO: what is said when the kernel wrote nothing without a reason.</summary>
    public const int InputOutput = 5;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncData(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int descriptor, int operation);

    /// <summary>Reads until the buffer is full or the file ends; the number of bytes, or minus the error.</summary>
    public static int ReadAll(int descriptor, byte* buffer, int count)
    {
        int done = 0;
        while (done < count)
        {
            nint read = ReadAt(descriptor, buffer + done, (nuint)(count - done), done);
            if (read == 0)
            {
                break;
            }

            if (read > 0)
            {
                done += (int)read;
            }
            else if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
            {
                return -error;
            }
        }

        return done;
    }

    /// <summary>Writes everything from the start of the file on; 0, or the error.</summary>
    public static int WriteAll(int descriptor, byte* buffer, int count)
    {
        int done = 0;
        while (done < count)
        {
            nint written = WriteAt(descriptor, buffer + done, (nuint)(count - done), done);
            if (written > 0)
            {
                done += (int)written;
                continue;
            }

            int error = written == 0 ? InputOutput : Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                return error;
            }
        }

        return 0;
    }

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint ReadAt(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static partial nint WriteAt(int descriptor, byte* buffer, nuint count, long offset);
}
