using System.Runtime.InteropServices;

namespace SafeBms.Guard;

/// <summary>What one side says of itself with a heartbeat.</summary>
[Flags]
public enum HeartbeatFlags
{
    /// <summary>Nothing but that it lives.</summary>
    None = 0,

    /// <summary>Controller: scans run. Guard: it watches.</summary>
    Running = 1,

    /// <summary>Guard to controller: begin the ordered shutdown.</summary>
    StopRequested = 2,

    /// <summary>Controller to guard: the ordered shutdown has come to its end, every output is off.</summary>
    EndedInOrder = 4,

    /// <summary>Controller to guard: an operator has ended it; it is not to be started again.</summary>
    StopWanted = 8,
}

/// <summary>
/// A heartbeat, the same in both directions, 32 bytes through a pipe. The token proves that the sender went through
/// its own checks: it is computed from the sequence number and from the signature of the scan's steps.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
public struct Heartbeat
{
    /// <summary>Size in the pipe.</summary>
    public const int Size_bytes = 32;

    /// <summary>Signature of a scan that went through all of its steps in their order.</summary>
    public const uint CompleteFlow = 0x5AFE_0B15;

    /// <summary>Counts from 1 in steps of 1 for each start of the sender.</summary>
    public long Sequence;

    /// <summary>CLOCK_MONOTONIC when it was sent.</summary>
    public long Sent_ns;

    /// <summary>See <see cref="TokenOf"/>.</summary>
    public ulong Token;

    /// <summary>What the sender says of itself.</summary>
    public HeartbeatFlags Flags;

    /// <summary>Scans done since the last heartbeat; 0 from the guard.</summary>
    public int Scans;

    /// <summary>The token of a sequence number, given the signature of the steps that were done.</summary>
    public static ulong TokenOf(long sequence, uint flow)
    {
        ulong mixed = ((ulong)sequence * 0x9E37_79B9_7F4A_7C15UL) ^ flow;
        mixed = (mixed ^ (mixed >> 29)) * 0xBF58_476D_1CE4_E5B9UL;
        return mixed ^ (mixed >> 32);
    }

    /// <summary>True if the token belongs to this sequence number and to a complete scan.</summary>
    public readonly bool IsGenuine => Token == TokenOf(Sequence, CompleteFlow);
}

/// <summary>How a controller is started: which descriptors it finds where.</summary>
public static class ControllerHandles
{
    /// <summary>The output lines.</summary>
    public const int Lines = 3;

    /// <summary>Where it writes its heartbeats.</summary>
    public const int HeartbeatOut = 4;

    /// <summary>Where it reads the guard's heartbeats; closed means that the guard is dead.</summary>
    public const int HeartbeatIn = 5;
}
