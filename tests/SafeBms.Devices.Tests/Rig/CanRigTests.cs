using SafeBms.Devices.Can;

namespace SafeBms.Devices.Tests.Rig;

/// <summary>
/// SocketCAN with real interfaces: the pair named in SAFEBMS_CAN (default "can0,can1", two controllers on one bus) and
/// virtual ones that these tests make and remove.
/// </summary>
[Collection(RigMachine.Name)]
[Trait("Needs", "Rig")]
public sealed class CanRigTests
{
    private const string Virtual = "sbvcan";

    private static readonly string[] Pair =
        (Environment.GetEnvironmentVariable("SAFEBMS_CAN") ?? "can0,can1").Split(',');

    [RigFact]
    public void Frames_of_both_kinds_arrive_as_they_were_sent_and_only_those_asked_for()
    {
        using SocketCanBus sender = Open(Pair[0], []);
        using SocketCanBus receiver = Open(Pair[1], [CanFilter.Exactly(0x123), CanFilter.Exactly(0x98FF_0123)]);
        RigMachine.Eventually(() => sender.Health == CanHealth.Up && receiver.Health == CanHealth.Up, "both up");

        Assert.True(sender.Send(CanFrame.From(0x124, [9])));
        Assert.True(sender.Send(CanFrame.From(0x123, [1, 2, 3, 4, 5, 6, 7, 8])));
        Assert.True(sender.Send(CanFrame.From(0x98FF_0123, [])));
        CanFrame[] frames = new CanFrame[8];
        int taken = 0;
        RigMachine.Eventually(() => (taken += receiver.Receive(frames.AsSpan(taken))) >= 2, "two frames");

        Assert.Equal(2, taken);
        Assert.Equal(0x123u, frames[0].RawId);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], frames[0].Bytes.ToArray());
        Assert.Equal(0x98FF_0123u, frames[1].RawId);
        Assert.Equal(0, frames[1].Length);
        Assert.Equal(2, receiver.Counters.Received);
        Assert.Equal(3, sender.Counters.Handed);
    }

    [RigFact]
    public void Receiving_and_sending_allocate_nothing()
    {
        using SocketCanBus sender = Open(Pair[0], []);
        using SocketCanBus receiver = Open(Pair[1], null);
        RigMachine.Eventually(() => sender.Health == CanHealth.Up && receiver.Health == CanHealth.Up, "both up");
        CanFrame[] frames = new CanFrame[4];
        CanFrame frame = CanFrame.From(0x222, [1, 2]);
        sender.Send(in frame);
        RigMachine.Eventually(() => receiver.Receive(frames) > 0, "a frame");

        long before = GC.GetAllocatedBytesForCurrentThread();
        int taken = 0;
        for (int i = 0; i < 200; i++)
        {
            sender.Send(in frame);
            taken += receiver.Receive(frames);
        }

        CanCounters counters = receiver.Counters;
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(counters.Received, taken + 1);
    }

    [RigFact]
    public void An_interface_that_goes_down_and_up_carries_frames_again_by_itself()
    {
        using SocketCanBus sender = Open(Pair[0], []);
        using SocketCanBus receiver = Open(Pair[1], null);
        RigMachine.Eventually(() => sender.Health == CanHealth.Up && receiver.Health == CanHealth.Up, "both up");

        RigMachine.Run("ip", "link", "set", Pair[1], "down");
        CanFrame[] frames = new CanFrame[4];
        RigMachine.Eventually(() => receiver.Receive(frames) == 0 && receiver.Health == CanHealth.Down, "down");
        Assert.False(receiver.Send(CanFrame.From(0x321, [1])));
        Assert.Equal(1, receiver.Counters.Refused);

        RigMachine.Run("ip", "link", "set", Pair[1], "up");
        RigMachine.Eventually(() => receiver.Health == CanHealth.Up && sender.Health == CanHealth.Up, "up again");
        RigMachine.Eventually(() =>
        {
            sender.Send(CanFrame.From(0x321, [1]));
            return receiver.Receive(frames) > 0;
        }, "a frame after up");
    }

    [RigFact]
    public void An_interface_that_is_removed_and_comes_back_is_bound_anew_and_counted()
    {
        using VirtualCan interfaces = new();
        using SocketCanBus sender = Open(Virtual, []);
        using SocketCanBus receiver = Open(Virtual, null);
        RigMachine.Eventually(() => receiver.Health == CanHealth.Up, "up");
        Assert.Equal(0, receiver.Counters.Rebinds);

        CanFrame[] frames = new CanFrame[4];
        for (int round = 1; round <= 3; round++)
        {
            interfaces.Remove();
            RigMachine.Eventually(() => receiver.Receive(frames) == 0 && receiver.Health == CanHealth.Gone, "gone");
            Assert.False(sender.Send(CanFrame.From(0x1, [])));
            interfaces.Add();
            RigMachine.Eventually(() => receiver.Health == CanHealth.Up && sender.Health == CanHealth.Up, "back");
            RigMachine.Eventually(() =>
            {
                sender.Send(CanFrame.From(0x1, [(byte)round]));
                return receiver.Receive(frames) > 0;
            }, "a frame after it came back");
            Assert.True(receiver.Counters.Rebinds >= round, $"{receiver.Counters.Rebinds} re-binds in round {round}");
        }
    }

    [RigFact]
    public void An_interface_that_is_missing_at_the_start_is_waited_for()
    {
        using SocketCanBus receiver = Open(Virtual, null);
        Assert.Equal(CanHealth.Gone, receiver.Health);
        using VirtualCan interfaces = new();
        RigMachine.Eventually(() => receiver.Health == CanHealth.Up, "up");
        using SocketCanBus sender = Open(Virtual, []);
        Assert.True(sender.Send(CanFrame.From(0x7, [])));
        CanFrame[] frames = new CanFrame[1];
        RigMachine.Eventually(() => receiver.Receive(frames) == 1, "a frame");
    }

    [RigFact]
    public void A_bus_off_frame_is_seen_counted_and_kept_from_the_receiver()
    {
        using VirtualCan interfaces = new();
        using SocketCanBus sender = Open(Virtual, []);
        using SocketCanBus receiver = Open(Virtual, null);
        RigMachine.Eventually(() => receiver.Health == CanHealth.Up && sender.Health == CanHealth.Up, "both up");

        CanFrame[] frames = new CanFrame[8];
        Assert.True(sender.Send(CanFrame.From(CanFrame.ErrorFlag | 0x40, new byte[8])));
        Assert.True(sender.Send(CanFrame.From(0x5, [])));
        int taken = 0;
        bool wasBusOff = false;
        RigMachine.Eventually(() =>
        {
            taken += receiver.Receive(frames.AsSpan(taken));
            wasBusOff |= receiver.Health == CanHealth.BusOff;
            return taken > 0;
        }, "the frame behind it");
        Assert.Equal(1, taken);
        Assert.True(wasBusOff);
        Assert.Equal(1, receiver.Counters.BusOffs);
        Assert.Equal(1, receiver.Counters.Errors);
        RigMachine.Eventually(() => receiver.Health == CanHealth.Up, "the next look at the interface");
    }

    [RigFact]
    public void A_flood_is_taken_in_bounded_portions_and_what_is_lost_is_counted()
    {
        using VirtualCan interfaces = new();
        using SocketCanBus sender = Open(Virtual, []);
        using SocketCanBus receiver = SocketCanBus.Open(
            new SocketCanSettings { Interface = Virtual, ReceiveBuffer_bytes = 16 * 1024 });
        RigMachine.Eventually(() => receiver.Health == CanHealth.Up && sender.Health == CanHealth.Up, "both up");
        const int flood = 5000;
        for (int i = 0; i < flood; i++)
        {
            sender.Send(CanFrame.From(0x100, [1]));
        }

        CanFrame[] frames = new CanFrame[8];
        Assert.Equal(8, receiver.Receive(frames));
        int taken = 8;
        for (int more = -1; more != 0; taken += more)
        {
            more = receiver.Receive(frames);
            Assert.InRange(more, 0, 8);
        }

        // The count of lost frames comes with the next frame that is queued.
        sender.Send(CanFrame.From(0x100, [2]));
        RigMachine.Eventually(() => receiver.Receive(frames) > 0, "the frame after the flood");
        Assert.InRange(receiver.Counters.Overflowed, 1, flood);
        Assert.Equal(sender.Counters.Handed, taken + 1 + receiver.Counters.Overflowed);
    }

    [RigFact]
    public void The_interfaces_are_found_with_kind_bit_rate_and_restart_time()
    {
        using VirtualCan interfaces = new();
        IReadOnlyList<CanInterface> all = CanProbe.Interfaces();
        Assert.Equal(new CanInterface(Virtual, "vcan", true, "", null, null),
            Assert.Single(all, item => item.Name == Virtual));
        CanInterface real = Assert.Single(all, item => item.Name == Pair[0]);
        Assert.True(real.IsUp);
        if (real.Kind == "can")
        {
            Assert.Equal("error-active", real.State);
            Assert.InRange(real.BitRate_Hz ?? 0, 10_000, 1_000_000);
            Assert.NotNull(real.Restart_ms);
        }
    }

    private static SocketCanBus Open(string name, IReadOnlyList<CanFilter>? filters) =>
        SocketCanBus.Open(new SocketCanSettings { Interface = name, Filters = filters });

    private sealed class VirtualCan : IDisposable
    {
        private bool _isThere;

        public VirtualCan() => Add();

        public void Add()
        {
            RigMachine.Run("ip", "link", "add", "dev", Virtual, "type", "vcan");
            _isThere = true;
            RigMachine.Run("ip", "link", "set", Virtual, "up");
        }

        public void Remove()
        {
            RigMachine.Run("ip", "link", "delete", Virtual);
            _isThere = false;
        }

        public void Dispose()
        {
            if (_isThere)
            {
                Remove();
            }
        }
    }
}
