namespace SafeBms.Protocols.Tests;

/// <summary>The controller's collector must never run: a million frames cost no byte.</summary>
public sealed class AllocationTests
{
    private const int Frames = 1_000_000;

    [Fact]
    [Requirement("P64")]
    public void A_million_SafeBms_frames_are_sent_and_received_without_allocation()
    {
        SafeBmsOptions options = new() { Batteries = 20, CellsPerBattery = 8, Measurements = true };
        SafeBmsSender sender = new(options);
        SafeBmsReceiver receiver = new(options);
        MeasurementTable source = Bus.RandomTable(new Random(1));
        MeasurementTable into = new();

        long bytes = Bytes(i =>
        {
            Span<byte> data = stackalloc byte[8];
            uint id = sender.Frame(i % sender.Frames, source, data);
            receiver.Take(id, data, i / 10, into);
        });

        Assert.Equal(0, bytes);
        Assert.True(receiver.Count(FrameVerdict.Accepted) >= Frames);
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
