using SafeBms.Devices.Can;

namespace SafeBms.Devices.Tests;

/// <summary>The bus of simulated hardware loses nothing silently and wakes nobody who has fallen asleep.</summary>
public sealed class VirtualCanBusTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-bus-").FullName;
    private readonly VirtualCanBus _one;
    private readonly VirtualCanBus _two;

    public VirtualCanBusTests()
    {
        string path = Path.Combine(_folder, "bus");
        _one = VirtualCanBus.Create(path, "one");
        _two = VirtualCanBus.Open(path, "one");
    }

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_one_sends_the_other_receives_in_order_and_the_sender_does_not_hear_itself()
    {
        for (uint id = 1; id <= 5; id++)
        {
            Assert.True(_one.Send(CanFrame.From(id, [(byte)id, 2, 3])));
        }

        CanFrame[] frames = new CanFrame[3];
        Assert.Equal(3, _two.Receive(frames));
        Assert.Equal([1u, 2u, 3u], frames.Select(f => f.RawId));
        Assert.Equal(2, _two.Receive(frames));
        Assert.Equal([5, 2, 3], frames[1].Bytes.ToArray());
        Assert.Equal(0, _two.Receive(frames));
        Assert.Equal(0, _one.Receive(frames));
    }

    [Fact]
    public void Who_falls_behind_loses_the_oldest_frames_and_counts_them()
    {
        for (uint id = 0; id < 5000; id++)
        {
            _one.Send(CanFrame.From(id, []));
        }

        CanFrame[] frames = new CanFrame[1];
        Assert.Equal(1, _two.Receive(frames));
        Assert.Equal(5000u - 4096u, frames[0].RawId);
        Assert.Equal(5000 - 4096, _two.Counters.Overflowed);
    }

    [Theory]
    [InlineData(CanHealth.Down)]
    [InlineData(CanHealth.BusOff)]
    public void A_bus_that_is_not_up_takes_and_gives_nothing(CanHealth health)
    {
        _one.Send(CanFrame.From(1, []));
        _one.SetHealth(health);
        CanFrame[] frames = new CanFrame[4];
        Assert.Equal(0, _two.Receive(frames));
        Assert.False(_one.Send(CanFrame.From(2, [])));
        Assert.Equal(1, _one.Counters.Refused);
        _one.SetHealth(CanHealth.Up);
        Assert.True(_one.Send(CanFrame.From(3, [])));
        Assert.Equal(1, _two.Receive(frames));
        Assert.Equal(3u, frames[0].RawId);
    }

    [Fact]
    public void A_file_that_is_no_bus_is_refused_by_name()
    {
        string path = Path.Combine(_folder, "other");
        File.WriteAllBytes(path, new byte[100]);
        IOException problem = Assert.Throws<IOException>(() => VirtualCanBus.Open(path, "x"));
        Assert.Contains(path, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sending_and_receiving_allocate_nothing()
    {
        CanFrame[] frames = new CanFrame[16];
        CanFrame frame = CanFrame.From(1, [1, 2, 3]);
        Exchange(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Exchange(int times)
        {
            for (int i = 0; i < times; i++)
            {
                _one.Send(frame);
                Assert.True(_two.Receive(frames) == 1);
            }
        }
    }
}
