using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SafeBms.Protocols.Tests;

/// <summary>The published description docs/can/safebms.dbc and the code say the same, frame by frame.</summary>
public sealed partial class DbcTests
{
    private static readonly SafeBmsOptions Full = new() { Batteries = 20, CellsPerBattery = 8, Measurements = true };
    private static readonly string[] Lines =
        File.ReadAllLines(Path.Combine(SourceBudgetTests.Repository(), "docs", "can", "safebms.dbc"));

    private static readonly Dictionary<uint, Message> Messages = Parse();

    [Fact]
    public void The_file_has_only_lines_that_a_DBC_may_have_and_every_reference_leads_somewhere()
    {
        HashSet<string> nodes = [.. Lines.Single(line => line.StartsWith("BU_:", StringComparison.Ordinal)).Split(' ')];
        foreach (string line in Lines.Where(line => line.Length > 0))
        {
            Assert.Matches(@"^(VERSION ""|NS_ :|BS_:|BU_:|BO_ | SG_ |CM_ |BA_DEF_ |BA_DEF_DEF_ |BA_ )", line);
            Assert.True(!line.StartsWith("BA", StringComparison.Ordinal) || line.EndsWith(';'), line);
            Match about = Regex.Match(line, @"^(?:CM_ SG_ (\d+) (\w+)|BA_ ""GenMsgCycleTime"" BO_ (\d+)) ");
            if (about.Success)
            {
                string id = about.Groups[1].Success ? about.Groups[1].Value : about.Groups[3].Value;
                Message message = Messages[uint.Parse(id, CultureInfo.InvariantCulture)];
                Assert.True(
                    !about.Groups[2].Success || message.Signals.Any(signal => signal.Name == about.Groups[2].Value), line);
            }
        }

        Assert.All(Messages.Values, message => Assert.Contains(message.Node, nodes));
        Assert.Equal(Messages.Count, Messages.Values.Select(message => message.Name).Distinct().Count());
        Assert.All(Messages.Values, message => Assert.Equal(
            message.Signals.Count, message.Signals.Select(signal => signal.Name).Distinct().Count()));
    }

    [Fact]
    public void No_two_signals_of_a_message_overlap()
    {
        foreach (Message message in Messages.Values)
        {
            ulong used = 0;
            foreach (Signal signal in message.Signals)
            {
                ulong mask = ((1UL << signal.Bits) - 1) << signal.Start;
                Assert.Equal(0UL, used & mask);
                used |= mask;
            }
        }
    }

    [Fact]
    public void It_describes_exactly_the_frames_that_are_sent_and_how_often()
    {
        SafeBmsSender sender = new(Full);
        MeasurementTable source = new();

        Assert.Equal(new SafeBmsReceiver(Full).Identifiers.Order(), Messages.Keys.Order());
        for (int i = 0; i < sender.Frames; i++)
        {
            uint id = sender.Frame(i, source).Id;
            Assert.Contains($"BA_ \"GenMsgCycleTime\" BO_ {id} {sender.Period_ms(i)};", Lines);
        }
    }

    [Fact]
    public void The_range_of_every_signal_is_that_of_its_channel()
    {
        foreach ((Message message, Signal signal) in All())
        {
            if (Channel(message, signal) is { } channel)
            {
                Assert.Equal(MeasurementRange.Lowest(channel), Scaled(channel, signal.Lowest));
                Assert.Equal(MeasurementRange.Highest(channel), Scaled(channel, signal.Highest));
            }
        }

        Assert.Equal(20 + (20 * 8) + 7 + 20, All().Count(pair => Channel(pair.Message, pair.Signal) is not null));
    }

    [Fact]
    public void What_the_sender_writes_reads_the_same_through_the_description()
    {
        SafeBmsSender sender = new(Full, 0xABCD);
        for (int seed = 0; seed < 100; seed++)
        {
            MeasurementTable source = Bus.RandomTable(new Random(seed));
            foreach (SentFrame frame in sender.Cycle(source))
            {
                Message message = Messages[frame.Id];
                foreach (Signal signal in message.Signals)
                {
                    decimal value = signal.Read(frame.Data);
                    Assert.InRange(value, signal.Lowest, signal.Highest);
                    if (Channel(message, signal) is { } channel)
                    {
                        Assert.True(source[channel].Value == Scaled(channel, value), $"seed {seed}, {message.Name}");
                    }
                }
            }

            Assert.Equal(0xABCD, Value(sender.Frame(0, source), "Session"));
            Assert.Equal((3 * seed) + 2, Value(sender.Frame(0, source), "Counter"));
        }

        static decimal Value(SentFrame frame, string name) =>
            Messages[frame.Id].Signals.Single(signal => signal.Name == name).Read(frame.Data);
    }

    [Fact]
    public void A_random_frame_is_accepted_if_and_only_if_every_signal_is_in_its_range()
    {
        const int Seed = 20;
        Random random = new(Seed);
        SafeBmsSender sender = new(Full, 9);
        SafeBmsReceiver receiver = new(Full);
        MeasurementTable into = new();
        int accepted = 0;
        for (uint counter = 0; counter < 500; counter++)
        {
            MeasurementTable source = Bus.RandomTable(random);
            foreach (SentFrame sent in sender.Cycle(source))
            {
                Message message = Messages[sent.Id];
                SentFrame frame = message.Signals.Any(signal => signal.Name == "Session")
                    ? sent
                    : Bus.HandMade(sent.Id, Disturbed(sent.Data, random), 9, counter);

                FrameVerdict verdict = receiver.Take(frame, counter, into);

                bool isGood = message.Signals.All(signal => signal.IsInRange(frame.Data));
                isGood &= message.Signals.All(signal => signal.Name != "LowestTemperature")
                    || message.Signals[0].Read(frame.Data) <= message.Signals[1].Read(frame.Data);
                Assert.True(
                    verdict == (isGood ? FrameVerdict.Accepted : FrameVerdict.OutOfRange),
                    $"seed {Seed}, counter {counter}, {message.Name} {Convert.ToHexString(frame.Data)}: {verdict}");
                accepted += isGood ? 1 : 0;
                foreach (Signal signal in isGood ? message.Signals : [])
                {
                    if (Channel(message, signal) is { } channel && channel is < 8 or >= 28)
                    {
                        Assert.Equal(Scaled(channel, signal.Read(frame.Data)), into[channel].Value);
                    }
                }
            }
        }

        // Life frames are never disturbed, and a third of the others is not either.
        Assert.InRange(accepted, 500 * 106 / 3, 500 * 106 * 9 / 10);
    }

    // Some bits of the payload turned over, often in the upper ones, so that values leave their ranges.
    private static ulong Disturbed(byte[] data, Random random)
    {
        ulong payload = BinaryPrimitives.ReadUInt64LittleEndian(data) & 0xFF_FFFF_FFFF;
        for (int flips = random.Next(3); flips > 0; flips--)
        {
            payload ^= 1UL << random.Next(40);
        }

        return payload;
    }

    private static IEnumerable<(Message Message, Signal Signal)> All() =>
        Messages.Values.SelectMany(message => message.Signals.Select(signal => (message, signal)));

    private static int Scaled(int channel, decimal value) => (int)(IsTenths(channel) ? value * 10 : value);

    private static bool IsTenths(int channel) => channel is MeasurementChannel.InternalTemperature
        or MeasurementChannel.StateOfCharge or (>= 8 and < 28);

    private static int? Channel(Message message, Signal signal)
    {
        int battery = message.Node.StartsWith("Battery", StringComparison.Ordinal)
            ? int.Parse(message.Node.AsSpan(7), CultureInfo.InvariantCulture) - 1
            : -1;
        return signal.Name switch
        {
            "LowestTemperature" or "HighestTemperature" => MeasurementChannel.Temperature(battery),
            "PackCurrent" => MeasurementChannel.PackCurrent,
            "RedundantCurrent" => MeasurementChannel.RedundantCurrent,
            "BatteryVoltage" => MeasurementChannel.BatteryVoltage,
            "BusVoltage" => MeasurementChannel.BusVoltage,
            "PrechargeCurrent" => MeasurementChannel.PrechargeCurrent,
            "InternalTemperature" => MeasurementChannel.InternalTemperature,
            "StateOfCharge" => MeasurementChannel.StateOfCharge,
            _ when signal.Name.StartsWith("Cell", StringComparison.Ordinal) =>
                MeasurementChannel.Cell(battery, signal.Name[4] - '1'),
            _ => null,
        };
    }

    private static Dictionary<uint, Message> Parse()
    {
        Dictionary<uint, Message> messages = [];
        Message? current = null;
        foreach (string line in Lines)
        {
            Match message = MessageLine().Match(line);
            Match signal = SignalLine().Match(line);
            if (message.Success)
            {
                current = new(message.Groups["name"].Value, message.Groups["node"].Value, []);
                messages.Add(uint.Parse(message.Groups["id"].Value, CultureInfo.InvariantCulture), current);
            }
            else if (signal.Success)
            {
                current!.Signals.Add(new(
                    signal.Groups["name"].Value, (int)Number(signal, "start"), (int)Number(signal, "bits"),
                    signal.Groups["sign"].Value == "-", Number(signal, "factor"), Number(signal, "low"),
                    Number(signal, "high")));
            }
            else
            {
                Assert.DoesNotMatch(@"^\s*(BO_|SG_) ", line);
            }
        }

        return messages;
    }

    private static decimal Number(Match match, string group) =>
        decimal.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^BO_ (?<id>\d+) (?<name>\w+): 8 (?<node>\w+)$")]
    private static partial Regex MessageLine();

    [GeneratedRegex(@"^ SG_ (?<name>\w+) : (?<start>\d+)\|(?<bits>\d+)@1(?<sign>[+-]) \((?<factor>[\d.]+),0\) "
        + @"\[(?<low>-?\d+)\|(?<high>\d+)\] ""\S*"" Controller$")]
    private static partial Regex SignalLine();

    private sealed record Message(string Name, string Node, List<Signal> Signals);

    private sealed record Signal(
        string Name, int Start, int Bits, bool IsSigned, decimal Factor, decimal Lowest, decimal Highest)
    {
        // Intel order, bit by bit: bit n of the value is bit (start + n) % 8 of byte (start + n) / 8.
        public decimal Read(byte[] data)
        {
            long value = 0;
            for (int bit = 0; bit < Bits; bit++)
            {
                int at = Start + bit;
                value |= (long)((data[at / 8] >> (at % 8)) & 1) << bit;
            }

            return Factor * (IsSigned && value >> (Bits - 1) != 0 ? value - (1L << Bits) : value);
        }

        public bool IsInRange(byte[] data) => Read(data) >= Lowest && Read(data) <= Highest;
    }
}
