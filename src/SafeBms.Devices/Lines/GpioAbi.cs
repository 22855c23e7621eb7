using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Lines;

/// <summary>Numbers of the GPIO character device, version 2, as in linux/gpio.h.</summary>
internal static class GpioAbi
{
    public const uint GetChipInfo = 0x8044_B401;
    public const uint GetLineInfo = 0xC100_B405;
    public const uint GetLine = 0xC250_B407;
    public const uint GetValues = 0xC010_B40E;
    public const uint SetValues = 0xC010_B40F;

    public const ulong Used = 1;
    public const ulong ActiveLow = 2;
    public const ulong Input = 4;
    public const ulong Output = 8;
    public const ulong OpenDrain = 0x40;
    public const ulong OpenSource = 0x80;
    public const ulong PullUp = 0x100;
    public const ulong PullDown = 0x200;
    public const ulong BiasDisabled = 0x400;

    public const uint AttributeFlags = 1;
    public const uint AttributeOutputValues = 2;

    public const int Lines_max = 64;
    public const int Attributes_max = 10;
}

/// <summary>struct gpiochip_info, 68 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioChipInfo
{
    public KernelName Name;
    public KernelName Label;
    public uint Lines;
}

/// <summary>struct gpio_v2_line_attribute, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioAttribute
{
    public uint Id;
    public uint Padding;
    public ulong Value;
}

/// <summary>Ten attributes of a line that is asked about.</summary>
[InlineArray(GpioAbi.Attributes_max)]
internal struct GpioAttributes
{
    private GpioAttribute _first;
}

/// <summary>struct gpio_v2_line_config_attribute, 24 bytes: the mask counts the lines of the request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioConfigAttribute
{
    public GpioAttribute Attribute;
    public ulong Mask;
}

/// <summary>Ten attributes of a request.</summary>
[InlineArray(GpioAbi.Attributes_max)]
internal struct GpioConfigAttributes
{
    private GpioConfigAttribute _first;
}

/// <summary>Room that the kernel wants to be zero.</summary>
[InlineArray(5)]
internal struct GpioPadding
{
    private uint _first;
}

/// <summary>struct gpio_v2_line_config, 272 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineConfig
{
    public ulong Flags;
    public uint AttributeCount;
    public GpioPadding Padding;
    public GpioConfigAttributes Attributes;
}

/// <summary>64 numbers of lines.</summary>
[InlineArray(GpioAbi.Lines_max)]
internal struct GpioOffsets
{
    private uint _first;
}

/// <summary>struct gpio_v2_line_request, 592 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineRequest
{
    public GpioOffsets Offsets;
    public KernelName Consumer;
    public GpioLineConfig Config;
    public uint LineCount;
    public uint EventBufferSize;
    public GpioPadding Padding;
    public int Descriptor;
}

/// <summary>struct gpio_v2_line_info, 256 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineInfo
{
    public KernelName Name;
    public KernelName Consumer;
    public uint Offset;
    public uint AttributeCount;
    public ulong Flags;
    public GpioAttributes Attributes;
    public ulong Padding1;
    public ulong Padding2;
}

/// <summary>struct gpio_v2_line_values, 16 bytes: bits and mask count the lines of the request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineValues
{
    public ulong Bits;
    public ulong Mask;
}
