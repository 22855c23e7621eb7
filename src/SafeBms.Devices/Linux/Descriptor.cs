using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SafeBms.Devices.Linux;

/// <summary>
/// Pipes and descriptors as the kernel knows them. Everything that is made here is closed in a child that is started
/// (O_CLOEXEC), and reads and writes of pipes never wait.
/// </summary>
public static partial class Descriptor
{
    /// <summary>Answer of <see cref="Read"/>: nothing is there at the moment.</summary>
    public const int NothingYet = -1;

    /// <summary>Answer of <see cref="Read"/>: the descriptor cannot be read.</summary>
    public const int Broken = -2;

    // Above every number that a child finds its handles under: no hand-over can hit another one's source.
    private const int LowestNumber = 16;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int DuplicateCloseOnExec = 1030;
    private const int GetDescriptorFlags = 1;
    private const int SetDescriptorFlags = 2;
    private const int GetStatusFlags = 3;
    private const int SetStatusFlags = 4;
    private const int DescriptorCloseOnExec = 1;
    private const int WouldBlock = 11;
    private const int Interrupted = 4;

    /// <summary>Reserves a descriptor number (it shows /dev/null) for <see cref="Show"/>.</summary>
    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public static int Reserve()
    {
        int nothing = Open("/dev/null", CloseOnExec | 2, 0);
        int reserved = nothing < 0 ? -1 : Control(nothing, DuplicateCloseOnExec, LowestNumber);
        if (reserved < 0)
        {
            throw new IOException($"No descriptor can be had: {LastMessage()}.");
        }

        _ = Close(nothing);
        return reserved;
    }

    /// <summary>Duplicates a descriptor to a number that no hand-over to a child can hit.</summary>
    /// <exception cref="IOException">It is not open, or the process has no descriptor left.</exception>
    public static int Duplicate(int descriptor)
    {
        int copy = Control(descriptor, DuplicateCloseOnExec, LowestNumber);
        return copy >= 0
            ? copy
            : throw new IOException($"Descriptor {descriptor} cannot be duplicated: {LastMessage()}.");
    }

    /// <summary>Puts a new pipe behind two reserved numbers; false if the kernel refuses. Allocates nothing.</summary>
    public static unsafe bool ShowPipe(int reading, int writing)
    {
        int* ends = stackalloc int[2];
        if (Pipe(ends, CloseOnExec | NonBlocking) != 0)
        {
            return false;
        }

        bool shown = DuplicateTo(ends[0], reading, CloseOnExec) >= 0
            && DuplicateTo(ends[1], writing, CloseOnExec) >= 0;
        _ = Close(ends[0]);
        _ = Close(ends[1]);
        return shown;
    }

    /// <summary>Makes a reserved number show what another descriptor shows; allocates nothing.</summary>
    public static bool Show(int reserved, int descriptor) => DuplicateTo(descriptor, reserved, CloseOnExec) >= 0;

    /// <summary>
    /// Prepares an inherited descriptor: it is not handed on to children of this process, and never waits if it is
    /// a pipe.
    /// </summary>
    /// <exception cref="IOException">Nothing was inherited under this number.</exception>
    public static void Inherit(int descriptor, bool pipe)
    {
        int flags = Control(descriptor, GetDescriptorFlags, 0);
        if (flags < 0 || Control(descriptor, SetDescriptorFlags, flags | DescriptorCloseOnExec) < 0)
        {
            throw new IOException(
                $"Descriptor {descriptor} is not open: this command is started by 'safebms guard', not by hand.");
        }

        int status = Control(descriptor, GetStatusFlags, 0);
        if (pipe && (status < 0 || Control(descriptor, SetStatusFlags, status | NonBlocking) < 0))
        {
            throw new IOException($"Descriptor {descriptor} cannot be read without waiting: {LastMessage()}.");
        }
    }

    /// <summary>
    /// Reads what is there: the number of bytes, 0 if the other end is closed, <see cref="NothingYet"/> or
    /// <see cref="Broken"/>. Allocates nothing.
    /// </summary>
    public static unsafe int Read(int descriptor, Span<byte> into)
    {
        fixed (byte* target = into)
        {
            nint count = ReadBytes(descriptor, target, (nuint)into.Length);
            return count >= 0 ? (int)count : Refusal();
        }
    }

    /// <summary>Writes all of it (at most 4096 bytes) or nothing; false if it could not. Allocates nothing.</summary>
    public static unsafe bool Write(int descriptor, ReadOnlySpan<byte> from)
    {
        fixed (byte* source = from)
        {
            return WriteBytes(descriptor, source, (nuint)from.Length) == from.Length;
        }
    }

    /// <summary>Closes a descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    internal static string LastMessage() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    private static int Refusal() =>
        Marshal.GetLastPInvokeError() is WouldBlock or Interrupted ? NothingYet : Broken;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int value);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static unsafe partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "dup3", SetLastError = true)]
    private static partial int DuplicateTo(int from, int to, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint ReadBytes(int descriptor, byte* into, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteBytes(int descriptor, byte* from, nuint count);
}
