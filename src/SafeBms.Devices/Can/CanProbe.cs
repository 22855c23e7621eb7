using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Can;

/// <summary>What the kernel says of a CAN interface.</summary>
/// <param name="Name">"can0".</param>
/// <param name="Kind">"can" for a real controller, "vcan" for a virtual one, and others.</param>
/// <param name="IsUp">It was set up.</param>
/// <param name="State">State of a real controller: "error-active", "bus-off" ...; else empty.</param>
/// <param name="BitRate_Hz">Bit rate of a real controller, 0 if none is set; null if it has none.</param>
/// <param name="Restart_ms">Time after which a controller returns from bus-off; 0: never; null if it has none.</param>
public sealed record CanInterface(
    string Name, string Kind, bool IsUp, string State, int? BitRate_Hz, int? Restart_ms)
{
    /// <summary>What is worth changing before it carries cell data, or null.</summary>
    public string? Remark =>
        !IsUp ? $"{Name} is down: ip link set {Name} up"
            + (Kind == "can" ? " type can bitrate 250000 restart-ms 100" : "")
        : Restart_ms == 0 ? $"{Name} stays off the bus after bus-off: ip link set {Name} down; "
            + $"ip link set {Name} type can restart-ms 100; ip link set {Name} up"
        : State == "bus-off" ? $"{Name} has left the bus (bus-off): look at wiring, terminators and bit rate "
            + $"({BitRate_Hz?.ToString(CultureInfo.InvariantCulture) ?? "not known"} bit/s)"
        : null;
}

/// <summary>Looks at the CAN interfaces of this machine without using them.</summary>
public static class CanProbe
{
    private const int NetlinkFamily = 16;
    private const int RawSocket = 3;
    private const int Parts_max = 1000;
    private const int Part_bytes = 32 * 1024;

    /// <summary>All CAN interfaces, in the order of the kernel; none where the kernel has no CAN.</summary>
    /// <exception cref="CanException">The kernel does not answer.</exception>
    public static unsafe IReadOnlyList<CanInterface> Interfaces()
    {
        int socket = Kernel.Socket(NetlinkFamily, RawSocket | Kernel.CloseOnExec, 0);
        if (socket < 0)
        {
            throw new CanException($"The interfaces cannot be listed: {Errno.Text(Kernel.LastError)}.");
        }

        List<CanInterface> found = [];
        try
        {
            byte[] part = new byte[Part_bytes];
            ReadOnlySpan<byte> ask = LinkMessages.Ask;
            fixed (byte* request = ask, into = part)
            {
                nint length = Kernel.Send(socket, request, (nuint)ask.Length, 0);
                bool isLast = length != ask.Length;
                for (int i = 0; i < Parts_max && !isLast; i++)
                {
                    length = Kernel.Receive(socket, into, Part_bytes, 0);
                    isLast = length <= 0 || LinkMessages.Read(part.AsSpan(0, (int)length), found);
                }

                return length > 0 ? found
                    : throw new CanException($"The interfaces cannot be listed: {Errno.Text(Kernel.LastError)}.");
            }
        }
        finally
        {
            _ = Kernel.Close(socket);
        }
    }

    /// <summary>What stands against using an interface, or null.</summary>
    public static string? Problem(string name)
    {
        IReadOnlyList<CanInterface> all = Interfaces();
        return all.FirstOrDefault(item => item.Name == name) is { } found ? found.Remark
            : $"There is no CAN interface {name}; " + (all.Count == 0
                ? "this machine has none: is the adapter plugged in, its driver loaded?"
                : $"there are: {string.Join(", ", all.Select(item => item.Name))}.");
    }
}

/// <summary>The answer of the kernel to "list all interfaces" (rtnetlink).</summary>
internal static class LinkMessages
{
    private const int Header_bytes = 16;
    private const int Info_bytes = 16;
    private const int Attribute_bytes = 4;
    private const ushort Done = 3;
    private const ushort Error = 2;
    private const ushort NewLink = 16;
    private const ushort CanHardware = 280;
    private const uint FlagUp = 1;
    private const int TypeMask = 0x3FFF;

    private const int Name = 3;
    private const int LinkInfo = 18;
    private const int InfoKind = 1;
    private const int InfoData = 2;
    private const int CanBitTiming = 1;
    private const int CanState = 4;
    private const int CanRestart_ms = 6;

    private static readonly string[] States =
        ["error-active", "error-warning", "error-passive", "bus-off", "stopped", "sleeping"];

    /// <summary>RTM_GETLINK for all: header and an empty ifinfomsg.</summary>
    public static ReadOnlySpan<byte> Ask =>
    [
        Header_bytes + Info_bytes, 0, 0, 0, 18, 0, 1, 3, 1, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Reads one part of the answer; true if it was the last. What is cut off is left out.</summary>
    public static bool Read(ReadOnlySpan<byte> part, List<CanInterface> found)
    {
        while (part.Length >= Header_bytes)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(part);
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(part[4..]);
            if (type is Done or Error || length < Header_bytes || length > part.Length)
            {
                return true;
            }

            if (type == NewLink && length >= Header_bytes + Info_bytes
                && Interface(part[Header_bytes..length]) is { } one)
            {
                found.Add(one);
            }

            part = part[Math.Min(Aligned(length), part.Length)..];
        }

        return false;
    }

    private static CanInterface? Interface(ReadOnlySpan<byte> message)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(message[2..]) != CanHardware)
        {
            return null;
        }

        bool isUp = (BinaryPrimitives.ReadUInt32LittleEndian(message[8..]) & FlagUp) != 0;
        ReadOnlySpan<byte> attributes = message[Info_bytes..];
        ReadOnlySpan<byte> link = Find(attributes, LinkInfo);
        ReadOnlySpan<byte> data = Find(link, InfoData);
        int? state = Number(Find(data, CanState));
        return new CanInterface(Text(Find(attributes, Name)), Text(Find(link, InfoKind)), isUp,
            state is { } known && known < States.Length ? States[known] : "",
            state is null ? null : Number(Find(data, CanBitTiming)) ?? 0, Number(Find(data, CanRestart_ms)));
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> attributes, int wanted)
    {
        while (attributes.Length >= Attribute_bytes)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(attributes);
            int type = BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]) & TypeMask;
            if (length < Attribute_bytes || length > attributes.Length)
            {
                break;
            }

            if (type == wanted)
            {
                return attributes[Attribute_bytes..length];
            }

            attributes = attributes[Math.Min(Aligned(length), attributes.Length)..];
        }

        return default;
    }

    private static int Aligned(int length) => (length + 3) & ~3;

    private static int? Number(ReadOnlySpan<byte> value) =>
        value.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(value) is >= 0 and int number
            ? number : null;

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value.TrimEnd((byte)0));
}
