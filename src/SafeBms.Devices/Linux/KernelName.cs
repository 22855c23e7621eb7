using System.Runtime.CompilerServices;
using System.Text;

namespace SafeBms.Devices.Linux;

/// <summary>A name as the kernel writes it: 32 bytes, ended by a zero.</summary>
[InlineArray(Size_bytes)]
internal struct KernelName
{
    public const int Size_bytes = 32;

    private byte _first;

    public static KernelName From(string text)
    {
        KernelName name = default;
        Span<byte> bytes = name;
        // A character that does not fit as a whole is left out; the last byte stays zero.
        Encoding.UTF8.GetEncoder().Convert(text, bytes[..^1], true, out _, out _, out _);
        return name;
    }

    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
