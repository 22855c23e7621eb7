using System.Runtime.CompilerServices;
using SafeBms.Devices.Can;
using SafeBms.Devices.Linux;

namespace SafeBms.Devices.Tests;

public class CanTests
{
    [Fact]
    public void Structs_of_the_can_socket_have_the_sizes_of_the_kernel()
    {
        Assert.Equal(16, Unsafe.SizeOf<CanFrame>());
        Assert.Equal(8, Unsafe.SizeOf<CanFilter>());
        Assert.Equal(56, Unsafe.SizeOf<MessageHeader>());
        Assert.Equal(24, Unsafe.SizeOf<ReceivedHeader>());
    }

    [Theory]
    [InlineData(0x123u, 0x123u, true)]
    [InlineData(0x123u, 0x124u, false)]
    [InlineData(0x123u, 0x8000_0123u, false)]
    [InlineData(0x123u, 0x4000_0123u, false)]
    [InlineData(0x98FF_0123u, 0x98FF_0123u, true)]
    [InlineData(0x98FF_0123u, 0x99FF_0123u, false)]
    [InlineData(0x98FF_0123u, 0x0000_0123u, false)]
    public void A_filter_for_one_identifier_passes_only_data_frames_with_it(uint wanted, uint seen, bool passes)
    {
        Assert.Equal(passes, CanFilter.Exactly(wanted).Passes(seen));
    }

    [Theory]
    [InlineData(0x2000_0040u, nameof(CanEvent.BusOff))]
    [InlineData(0x2000_0140u, nameof(CanEvent.BusOff))]
    [InlineData(0x2000_0100u, nameof(CanEvent.Restarted))]
    [InlineData(0x2000_0004u, nameof(CanEvent.Counted))]
    [InlineData(0x0000_0040u, nameof(CanEvent.Counted))]
    public void An_error_frame_is_taken_as_the_worst_that_it_tells(uint rawId, string told)
    {
        Assert.Equal(told, CanErrors.EventOf(rawId).ToString());
    }

    [Theory]
    [InlineData(0, 0x41, CanHealth.Gone)]
    [InlineData(3, 0x40, CanHealth.Down)]
    [InlineData(3, 0x01, CanHealth.BusOff)]
    [InlineData(3, 0x41, CanHealth.Up)]
    public void Health_follows_from_number_and_flags_of_the_interface(int index, int flags, CanHealth health)
    {
        Assert.Equal(health, SocketCanBus.HealthOf(index, flags));
    }

    [Fact]
    public void Errors_that_come_with_every_disturbed_frame_are_not_asked_for()
    {
        const uint busError = 0x80;
        const uint lostArbitration = 0x02;
        const uint protocol = 0x08;
        Assert.Equal(0u, CanErrors.Wanted & (busError | lostArbitration | protocol));
        Assert.NotEqual(0u, CanErrors.Wanted & 0x40);
        Assert.NotEqual(0u, CanErrors.Wanted & 0x100);
    }

    [Theory]
    [InlineData("")]
    [InlineData("can 0")]
    [InlineData("can/0")]
    [InlineData("abcdefghijklmnop")]
    public void A_name_that_no_interface_can_have_is_refused(string name)
    {
        Assert.Equal($"\"{name}\" is no name of a CAN interface: 1 to 15 letters, like can0.",
            CanSocket.Problem(new SocketCanSettings { Interface = name }));
    }

    [Fact]
    public void More_filters_than_the_kernel_takes_are_refused()
    {
        CanFilter[] filters = new CanFilter[SocketCanSettings.Filters_max + 1];
        Assert.Equal("can0: 513 filters are more than the kernel takes (512): use masks.",
            CanSocket.Problem(new SocketCanSettings { Interface = "can0", Filters = filters }));
        Assert.Null(CanSocket.Problem(new SocketCanSettings { Interface = "can0", Filters = filters[1..] }));
        Assert.NotNull(CanSocket.Problem(new SocketCanSettings { Interface = "can0", ReceiveBuffer_bytes = 0 }));
    }

    [Theory]
    [InlineData(Errno.FamilyNotSupported, "modprobe can-raw")]
    [InlineData(Errno.ProtocolNotSupported, "modprobe can-raw")]
    [InlineData(Errno.NotPermitted, "RestrictAddressFamilies")]
    [InlineData(Errno.NoMemory, "errno 12")]
    public void A_socket_that_cannot_be_had_says_what_to_do(int error, string part)
    {
        Assert.Contains(part, CanSocket.CannotOpen(error), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_that_is_not_there_is_waited_for_and_a_kernel_without_can_is_named()
    {
        SocketCanSettings settings = new() { Interface = "safebms-none" };
        try
        {
            using SocketCanBus bus = SocketCanBus.Open(settings);
            Assert.Equal(CanHealth.Gone, bus.Health);
            Assert.Equal(0, bus.Receive(new CanFrame[4]));
            Assert.False(bus.Send(CanFrame.From(0x123, [1])));
            Assert.Equal(1, bus.Counters.Refused);
        }
        catch (CanException problem)
        {
            Assert.Equal(CanSocket.CannotOpen(Errno.FamilyNotSupported), problem.Message);
        }
    }
}
