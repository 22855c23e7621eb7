using System.Runtime.InteropServices;

namespace SafeBms.Devices.Can;

/// <summary>
/// Which frames are let through: those whose identifier, masked, equals <see cref="Id"/>, masked. Laid out as the
/// kernel's <c>can_filter</c>.
/// </summary>
/// <param name="Id">Identifier with <see cref="CanFrame.ExtendedFlag"/> if it has 29 bits.</param>
/// <param name="Mask">The bits that count.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct CanFilter(uint Id, uint Mask)
{
    private const uint StandardMask = 0x7FF;
    private const uint ExtendedMask = 0x1FFF_FFFF;

    /// <summary>Exactly one identifier of a data frame, of 11 bits, or of 29 with the flag.</summary>
    public static CanFilter Exactly(uint rawId) => new(rawId, CanFrame.ExtendedFlag | CanFrame.RemoteFlag
        | ((rawId & CanFrame.ExtendedFlag) != 0 ? ExtendedMask : StandardMask));

    /// <summary>True if it lets this frame through.</summary>
    public bool Passes(uint rawId) => (rawId & Mask) == (Id & Mask);
}

/// <summary>How a CAN interface is used.</summary>
public sealed record SocketCanSettings
{
    /// <summary>Filters that the kernel takes at most.</summary>
    public const int Filters_max = 512;

    /// <summary>The interface: "can0".</summary>
    public required string Interface { get; init; }

    /// <summary>What is received; null: every data frame. An empty list receives nothing (for a sender).</summary>
    public IReadOnlyList<CanFilter>? Filters { get; init; }

    /// <summary>Room for frames between two scans in bytes, as asked for; the kernel may give less.</summary>
    public int ReceiveBuffer_bytes { get; init; } = 1024 * 1024;
}

/// <summary>A CAN bus cannot be used at all; the message says what to do.</summary>
public sealed class CanException : Exception
{
    /// <summary>Creates it.</summary>
    public CanException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public CanException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it.</summary>
    public CanException()
    {
    }
}
