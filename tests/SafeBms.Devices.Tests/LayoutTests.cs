using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SafeBms.Devices.Lines;
using SafeBms.Devices.Linux;
using SafeBms.Devices.RealTime;

namespace SafeBms.Devices.Tests;

/// <summary>The kernel's structs by their sizes and offsets: linux/gpio.h and sys/resource.h, 64 bit.</summary>
public class LayoutTests
{
    [Fact]
    public void Structs_of_the_gpio_device_have_the_sizes_of_the_kernel()
    {
        Assert.Equal(68, Unsafe.SizeOf<GpioChipInfo>());
        Assert.Equal(256, Unsafe.SizeOf<GpioLineInfo>());
        Assert.Equal(592, Unsafe.SizeOf<GpioLineRequest>());
        Assert.Equal(272, Unsafe.SizeOf<GpioLineConfig>());
        Assert.Equal(16, Unsafe.SizeOf<GpioLineValues>());
        Assert.Equal(24, Unsafe.SizeOf<GpioConfigAttribute>());
        Assert.Equal(32, Unsafe.SizeOf<KernelName>());
    }

    [Fact]
    public void Fields_of_a_line_request_are_where_the_kernel_reads_them()
    {
        GpioLineRequest request = default;
        Assert.Equal(0, Offset(ref request, ref request.Offsets));
        Assert.Equal(256, Offset(ref request, ref request.Consumer));
        Assert.Equal(288, Offset(ref request, ref request.Config));
        Assert.Equal(560, Offset(ref request, ref request.LineCount));
        Assert.Equal(564, Offset(ref request, ref request.EventBufferSize));
        Assert.Equal(568, Offset(ref request, ref request.Padding));
        Assert.Equal(588, Offset(ref request, ref request.Descriptor));
        GpioLineConfig config = default;
        Assert.Equal(8, Offset(ref config, ref config.AttributeCount));
        Assert.Equal(12, Offset(ref config, ref config.Padding));
        Assert.Equal(32, Offset(ref config, ref config.Attributes));
        GpioConfigAttribute attribute = default;
        Assert.Equal(8, Offset(ref attribute, ref attribute.Attribute.Value));
        Assert.Equal(16, Offset(ref attribute, ref attribute.Mask));
    }

    [Fact]
    public void Fields_of_a_line_info_are_where_the_kernel_writes_them()
    {
        GpioLineInfo info = default;
        Assert.Equal(32, Offset(ref info, ref info.Consumer));
        Assert.Equal(64, Offset(ref info, ref info.Offset));
        Assert.Equal(72, Offset(ref info, ref info.Flags));
        Assert.Equal(80, Offset(ref info, ref info.Attributes));
        GpioLineValues values = default;
        Assert.Equal(8, Offset(ref values, ref values.Mask));
    }

    [Fact]
    public void Numbers_of_the_gpio_calls_carry_direction_size_and_number()
    {
        Assert.Equal(GpioAbi.GetChipInfo, Number(2, Unsafe.SizeOf<GpioChipInfo>(), 0x01));
        Assert.Equal(GpioAbi.GetLineInfo, Number(3, Unsafe.SizeOf<GpioLineInfo>(), 0x05));
        Assert.Equal(GpioAbi.GetLine, Number(3, Unsafe.SizeOf<GpioLineRequest>(), 0x07));
        Assert.Equal(GpioAbi.GetValues, Number(3, Unsafe.SizeOf<GpioLineValues>(), 0x0E));
        Assert.Equal(GpioAbi.SetValues, Number(3, Unsafe.SizeOf<GpioLineValues>(), 0x0F));
    }

    [Fact]
    public void The_usage_of_a_thread_has_the_layout_of_the_kernel()
    {
        Assert.Equal(144, Unsafe.SizeOf<ThreadMeter.ResourceUsage>());
        Assert.Equal(64, Marshal.OffsetOf<ThreadMeter.ResourceUsage>("MinorFaults"));
        Assert.Equal(128, Marshal.OffsetOf<ThreadMeter.ResourceUsage>("VoluntarySwitches"));
    }

    private static uint Number(uint direction, int size, uint number) =>
        (direction << 30) | ((uint)size << 16) | (0xB4u << 8) | number;

    private static long Offset<TStruct, TField>(ref TStruct start, ref TField field)
        where TStruct : struct
        where TField : struct =>
        Unsafe.ByteOffset(ref Unsafe.As<TStruct, byte>(ref start), ref Unsafe.As<TField, byte>(ref field));
}
