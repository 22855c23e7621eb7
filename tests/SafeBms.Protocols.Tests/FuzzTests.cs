using System.Globalization;
using Xunit.Abstractions;

namespace SafeBms.Protocols.Tests;

/// <summary>
/// A million frames, half true and half spoiled, through every receiver. The seeds are in fuzz-seeds.txt; a failure
/// names its seed and the number of its frame. SAFEBMS_FUZZ_SEEDS=100-999 runs other seeds.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int FramesPerSeed = 12_500;

    private static readonly SourceOptions[] Sources =
    [
        new SafeBmsOptions { Batteries = 20, CellsPerBattery = 8, Measurements = true },
        new SafeBmsOptions { FirstBattery = 3, Batteries = 2, CellsPerBattery = 5, BaseId = 0x100 },
        new CanBmsOptions
        {
            Batteries = 2, CellsPerBattery = 8, Feeds = SystemChannels.PackCurrent | SystemChannels.StateOfCharge,
        },
        new CanBmsOptions
        {
            FirstBattery = 19, CellsPerBattery = 2, UsesPackTemperature = true, Feeds = SystemChannels.BatteryVoltage,
        },
        new FoxBmsOptions { Batteries = 20, CellsPerBattery = 8, SensorsPerBattery = 2 },
        new FoxBmsOptions { FirstBattery = 18, CellsPerBattery = 3, CellId = 0x270 },
        new IvtOptions(),
        new IvtOptions
        {
            IsBigEndian = false,
            IgnoresErrorsOfOthers = true,
            Inputs =
            [
                new(IvtResult.Current, MeasurementChannel.RedundantCurrent) { Lowest = -500_000, Highest = 500_000 },
            ],
        },
    ];

    public static TheoryData<int, int> Runs()
    {
        TheoryData<int, int> runs = [];
        foreach (int seed in Seeds())
        {
            for (int source = 0; source < Sources.Length; source++)
            {
                runs.Add(source, seed);
            }
        }

        return runs;
    }

    [Fact]
    public void The_seeds_make_a_million_frames() =>
        Assert.True((long)Seeds().Length * Sources.Length * FramesPerSeed >= 1_000_000);

    [Theory]
    [MemberData(nameof(Runs))]
    [Requirement("P39")]
    [Requirement("REQ-S-DAT-03")]
    public void Only_an_accepted_frame_changes_the_table_and_only_within_the_ranges(int source, int seed)
    {
        SourceOptions options = Sources[source];
        output.WriteLine($"{options.Kind} {source}, seed {seed}");
        HashSet<int> fed = [.. options.Channels().Select(channel => channel.Channel)];
        FrameReceiver receiver = options.CreateReceiver();
        FrameSender sender = Sender(options, (ushort)seed);
        Random random = new(seed);
        MeasurementTable table = new();
        MeasurementTable values = Bus.RandomTable(random);
        (int Value, long Scan)[] shadow = table.Content();
        byte[] data = new byte[16];
        byte[] sent = new byte[8];
        long scan = 0;
        int lucky = 0;
        for (int i = 0; i < FramesPerSeed; i++)
        {
            int length = sender.Write(i % sender.Frames, values, data, out uint rawId);
            if (i % sender.Frames == sender.Frames - 1)
            {
                values = random.Next(4) == 0 ? Bus.RandomTable(random) : values;
                scan += random.Next(20) == 0 ? random.Next(1000) : random.Next(20);
            }

            data.AsSpan(0, 8).CopyTo(sent);
            Spoil(random, receiver.Identifiers, data, ref rawId, ref length);
            FrameVerdict verdict = receiver.Take(rawId, data.AsSpan(0, length), scan, table);

            lucky += verdict == FrameVerdict.Accepted && !data.AsSpan(0, 8).SequenceEqual(sent) ? 1 : 0;
            for (int channel = 0; channel < MeasurementChannel.Count; channel++)
            {
                ref readonly Measurement now = ref table[channel];
                if (now.Value != shadow[channel].Value || now.AcceptedScan != shadow[channel].Scan)
                {
                    Assert.True(
                        verdict == FrameVerdict.Accepted && now.AcceptedScan == scan && fed.Contains(channel)
                            && MeasurementRange.Holds(channel, now.Value),
                        $"{options.Kind} {source}, seed {seed}, frame {i}: {verdict}, channel {channel} = {now.Value}");
                    shadow[channel] = (now.Value, now.AcceptedScan);
                }
            }
        }

        output.WriteLine($"{lucky} spoiled frames were accepted: their checks held by chance, or there are none");
        Assert.All(Enum.GetValues<FrameVerdict>().Take(3), verdict => Assert.NotEqual(0, receiver.Count(verdict)));
        Assert.Equal(FramesPerSeed, Enum.GetValues<FrameVerdict>().Sum(receiver.Count));
    }

    // Half of the frames stay as they are; the others get flipped bits, other lengths, other identifiers, or noise.
    private static void Spoil(
        Random random, IReadOnlyList<uint> identifiers, byte[] data, ref uint rawId, ref int length)
    {
        switch (random.Next(12))
        {
            case 0:
                data[random.Next(8)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                length = random.Next(data.Length + 1);
                break;
            case 2:
                rawId = identifiers[random.Next(identifiers.Count)];
                break;
            case 3:
                random.NextBytes(data);
                length = random.Next(3) == 0 ? random.Next(data.Length + 1) : length;
                break;
            case 4:
                rawId = (uint)random.NextInt64(1L << 32);
                random.NextBytes(data);
                break;
            case 5:
                data[random.Next(8)] = (byte)(random.Next(2) * 0xFF);
                break;
        }
    }

    private static FrameSender Sender(SourceOptions options, ushort session) => options switch
    {
        SafeBmsOptions modules => new SafeBmsSender(modules, session),
        CanBmsOptions battery => new CanBmsSender(battery),
        FoxBmsOptions cells => new FoxBmsSender(cells),
        IvtOptions shunt => new IvtSender(shunt),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    private static int[] Seeds()
    {
        string[]? asked = Environment.GetEnvironmentVariable("SAFEBMS_FUZZ_SEEDS")?.Split('-');
        if (asked is { Length: 2 })
        {
            int first = int.Parse(asked[0], CultureInfo.InvariantCulture);
            return [.. Enumerable.Range(first, int.Parse(asked[1], CultureInfo.InvariantCulture) - first + 1)];
        }

        string file = Path.Combine(
            SourceBudgetTests.Repository(), "tests", "SafeBms.Protocols.Tests", "fuzz-seeds.txt");
        return
        [
            .. File.ReadAllLines(file).Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)),
        ];
    }
}
