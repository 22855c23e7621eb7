using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SafeBms.Devices.Can;

/// <summary>A classic CAN frame, laid out as the kernel's <c>can_frame</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct CanFrame
{
    /// <summary>Set in <see cref="RawId"/> of a frame with a 29-bit identifier.</summary>
    public const uint ExtendedFlag = 0x8000_0000;

    /// <summary>Set in <see cref="RawId"/> of a remote request.</summary>
    public const uint RemoteFlag = 0x4000_0000;

    /// <summary>Set in <see cref="RawId"/> of an error frame.</summary>
    public const uint ErrorFlag = 0x2000_0000;

    /// <summary>Identifier with the flags of the kernel.</summary>
    public uint RawId;

    /// <summary>Number of data bytes, 0 to 8.</summary>
    public byte Length;

    private readonly byte _pad;
    private readonly byte _reserved;
    private readonly byte _lengthOver8;

    /// <summary>Data; bytes from <see cref="Length"/> on mean nothing.</summary>
    public CanData Data;

    /// <summary>The bytes that were sent; never more than 8, whatever the length says.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => ((ReadOnlySpan<byte>)Data)[..Math.Min((int)Length, 8)];

    /// <summary>Makes a frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 8 bytes.</exception>
    public static CanFrame From(uint rawId, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, 8);
        CanFrame frame = new() { RawId = rawId, Length = (byte)bytes.Length };
        bytes.CopyTo(frame.Data);
        return frame;
    }
}

/// <summary>Eight bytes.</summary>
[InlineArray(8)]
public struct CanData
{
    private byte _first;
}

/// <summary>How a bus is.</summary>
public enum CanHealth
{
    /// <summary>It carries frames.</summary>
    Up,

    /// <summary>The interface is down.</summary>
    Down,

    /// <summary>The controller of the interface has left the bus after too many errors.</summary>
    BusOff,

    /// <summary>The interface does not exist (any more); it is looked for again and again.</summary>
    Gone,
}

/// <summary>What a bus counts; all numbers only grow.</summary>
public struct CanCounters
{
    /// <summary>Frames received.</summary>
    public long Received { get; set; }

    /// <summary>Frames handed to the driver. Says nothing about whether they were sent.</summary>
    public long Handed { get; set; }

    /// <summary>Frames that the driver did not take.</summary>
    public long Refused { get; set; }

    /// <summary>Frames that were lost because the receive queue was full.</summary>
    public long Overflowed { get; set; }

    /// <summary>Error frames.</summary>
    public long Errors { get; set; }

    /// <summary>Times the interface went bus-off.</summary>
    public long BusOffs { get; set; }

    /// <summary>Times the socket was bound anew.</summary>
    public long Rebinds { get; set; }
}

/// <summary>
/// One CAN bus. <see cref="Receive"/> and <see cref="Send"/> never wait and allocate nothing; error frames are taken
/// out of the stream and turned into <see cref="Health"/> and counters. Recovery from a vanished or stopped interface
/// happens by itself on a thread of its own.
/// </summary>
public interface ICanBus : IDisposable
{
    /// <summary>Name of the interface.</summary>
    string Name { get; }

    /// <summary>Takes waiting frames, at most as many as there is room for; returns how many.</summary>
    int Receive(Span<CanFrame> into);

    /// <summary>Hands a frame to the driver; false if it did not take it.</summary>
    bool Send(in CanFrame frame);

    /// <summary>How the bus is.</summary>
    CanHealth Health { get; }

    /// <summary>What was counted so far.</summary>
    CanCounters Counters { get; }
}
