namespace SafeBms.Protocols.Tests;

/// <summary>The controller's collector must never run: a million frames cost no byte.</summary>
public sealed class AllocationTests
{
    private const int Frames = 1_000_000;

    public static TheoryData<string> Kinds() => ["safebms", "can-bms", "foxbms", "ivt"];

    [Theory]
    [MemberData(nameof(Kinds))]
    [Requirement("P64")]
    public void A_million_frames_are_sent_and_received_without_allocation(string kind)
    {
        (FrameSender sender, FrameReceiver receiver) = Pair(kind);
        MeasurementTable source = Bus.RandomTable(new Random(1));
        MeasurementTable into = new();

        long bytes = Bytes(i =>
        {
            Span<byte> data = stackalloc byte[8];
            int length = sender.Write(i % sender.Frames, source, data, out uint id);
            receiver.Take(id, data[..length], i / 10, into);
            receiver.Take(id, data, i / 10, into);
            receiver.Take(id ^ 1, data[..length], i / 10, into);
        });

        Assert.Equal(0, bytes);
        Assert.True(receiver.Count(FrameVerdict.Accepted) >= Frames / 2);
    }

    private static (FrameSender Sender, FrameReceiver Receiver) Pair(string kind)
    {
        SafeBmsOptions modules = new() { Batteries = 20, CellsPerBattery = 8, Measurements = true };
        CanBmsOptions battery = new() { CellsPerBattery = 8, Feeds = SystemChannels.StateOfCharge };
        FoxBmsOptions cells = new() { Batteries = 20, CellsPerBattery = 8 };
        return kind switch
        {
            "safebms" => (new SafeBmsSender(modules), new SafeBmsReceiver(modules)),
            "can-bms" => (new CanBmsSender(battery), new CanBmsReceiver(battery)),
            "foxbms" => (new FoxBmsSender(cells), new FoxBmsReceiver(cells)),
            _ => (new IvtSender(new IvtOptions()), new IvtReceiver(new IvtOptions())),
        };
    }

    private static long Bytes(Action<int> step)
    {
        for (int i = 0; i < 2000; i++)
        {
            step(i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 2000; i < 2000 + Frames; i++)
        {
            step(i);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
