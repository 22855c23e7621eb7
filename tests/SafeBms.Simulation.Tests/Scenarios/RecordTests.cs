using SafeBms.Core;
using SafeBms.Simulation.Recording;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

public sealed class RecordTests
{
    private const int Inputs = 40;
    private const int Outputs = 7;
    private const ulong Seed = 4711;

    private static readonly RecordHeader Header = new()
    {
        SpecificationHash = 0xDEAD_BEEF_0123_4567,
        Product = "lynx-smart-bms-500",
        Parameters = [1, -2, long.MaxValue],
        Inputs = Inputs,
        Outputs = Outputs,
    };

    // Contacts every scan, currents every 10 scans, cells every 100, some never, now and then something wild.
    private static void Make(long scan, ref SplitMix64 random, InputSignal[] inputs, long[] outputs)
    {
        for (int i = 0; i < Inputs; i++)
        {
            int period = i < 10 ? 1 : i < 20 ? 10 : i < 35 ? 100 : int.MaxValue;
            ref InputSignal signal = ref inputs[i];
            if ((scan + i) % period == 0)
            {
                signal = InputSignal.New((int)random.Between(-3, 3));
            }
            else if (signal.Accepted || signal.Age_ms != 0)
            {
                signal.Age_ms = signal.Age_ms == int.MaxValue ? int.MaxValue : signal.Age_ms + 1;
            }
            else
            {
                signal.Age_ms = int.MaxValue;
            }

            if (random.Between(0, 5000) == 0)
            {
                signal.Value = (int)random.Next();
                signal.Age_ms = (int)random.Next();
                signal.Accepted = (random.Next() & 1) != 0;
            }
        }

        for (int i = 0; i < Outputs; i++)
        {
            outputs[i] = random.Between(0, 50) == 0 ? (long)random.Next() : outputs[i];
        }
    }

    private static byte[] Write(int scans, bool finish = true)
    {
        using MemoryStream stream = new();
        RecordWriter writer = new(stream, Header);
        SplitMix64 random = new(Seed);
        InputSignal[] inputs = new InputSignal[Inputs];
        long[] outputs = new long[Outputs];
        for (long scan = 0; scan < scans; scan++)
        {
            Make(scan, ref random, inputs, outputs);
            writer.Add(inputs, outputs);
        }

        if (finish)
        {
            writer.Finish();
        }

        return stream.ToArray();
    }

    private static long ReadAll(byte[] bytes)
    {
        RecordReader reader = new(new MemoryStream(bytes));
        while (reader.Next())
        {
        }

        return reader.Scan;
    }

    [Fact]
    public void A_record_gives_back_every_scan_bit_for_bit()
    {
        byte[] bytes = Write(5300);
        RecordReader reader = new(new MemoryStream(bytes));
        Assert.Equal(Header.SpecificationHash, reader.Header.SpecificationHash);
        Assert.Equal(Header.Product, reader.Header.Product);
        Assert.Equal(Header.Parameters, reader.Header.Parameters);
        SplitMix64 random = new(Seed);
        InputSignal[] inputs = new InputSignal[Inputs];
        long[] outputs = new long[Outputs];
        while (reader.Next())
        {
            Make(reader.Scan - 1, ref random, inputs, outputs);
            Assert.True(inputs.AsSpan().SequenceEqual(reader.Inputs), $"seed {Seed}, scan {reader.Scan - 1}");
            Assert.True(outputs.AsSpan().SequenceEqual(reader.Outputs), $"seed {Seed}, scan {reader.Scan - 1}");
        }

        Assert.Equal(5300, reader.Scan);
    }

    [Fact]
    public void A_record_that_is_cut_off_anywhere_is_refused_with_a_reason()
    {
        byte[] bytes = Write(1200);
        for (int length = 0; length < bytes.Length; length += length < 200 ? 1 : 97)
        {
            RecordException problem = Assert.Throws<RecordException>(() => ReadAll(bytes[..length]));
            Assert.StartsWith("Th", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void One_wrong_bit_anywhere_is_noticed()
    {
        byte[] bytes = Write(1200);
        for (int at = 0; at < bytes.Length; at += at < 200 ? 1 : 61)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x10;
            Assert.Throws<RecordException>(() => ReadAll(damaged));
        }
    }

    [Fact]
    public void A_record_without_its_end_mark_says_how_far_it_is_good()
    {
        RecordException problem = Assert.Throws<RecordException>(() => ReadAll(Write(2500, finish: false)));
        Assert.Equal("The record is damaged after scan 2000: it has no end mark, so it was cut off.", problem.Message);
    }

    [Fact]
    public void Encoding_allocates_nothing()
    {
        RecordEncoder encoder = new(Inputs, Outputs);
        SplitMix64 random = new(Seed);
        InputSignal[] inputs = new InputSignal[Inputs];
        long[] outputs = new long[Outputs];
        encoder.Add(inputs, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long scan = 0; scan < 20_000; scan++)
        {
            Make(scan, ref random, inputs, outputs);
            encoder.Add(inputs, outputs);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
