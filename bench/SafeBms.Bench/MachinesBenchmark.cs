extern alias machines;

using M = machines::SafeBms.Core;

namespace SafeBms.Bench;

/// <summary>Generated machines against the same machines by hand in C# and in C at -O2: same inputs, same run, same checksum.</summary>
internal static class MachinesBenchmark
{
    private const int Inputs_count = 1 << 16;
    private const int Repeats = 64;
    private const int Rounds = 15;

    public static IReadOnlyList<(string Machine, IReadOnlyList<ContestRow> Rows)> Run()
    {
        byte[] inputs = RandomInputs();
        byte[] calls = RelayContest.Inputs(Inputs_count);
        return
        [
            ("flat", Hold("flat", inputs, () => Flat(inputs), HandWritten.RunFlat)),
            ("nested", Hold("nested", inputs, () => Nested(inputs), HandWritten.RunNested)),
            ("history", Hold("history", inputs, () => History(inputs), HandWritten.RunHistory)),
            ("relay", Hold("relay", calls, () => RelayContest.RunGenerated(calls, Repeats), RelayContest.RunByHand)),
        ];
    }

    private static IReadOnlyList<ContestRow> Hold(string name, byte[] inputs, Func<ulong> generated, Func<byte[], int, ulong> byHand)
    {
        List<Contender> contenders = [new("generated C#", generated), new("hand-written C# switch", () => byHand(inputs, Repeats))];
        Func<byte[], int, ulong>? native = NativeOpponent.TryLoad(name);
        if (native is not null)
        {
            contenders.Add(new("hand-written C, cc -O2", () => native(inputs, Repeats)));
        }

        return Contest.Hold(contenders, (long)Inputs_count * Repeats, Rounds);
    }

    // A fixed seed: every contender and every run sees the same bits. The stop button is rarer than the others.
    private static byte[] RandomInputs()
    {
        byte[] inputs = new byte[Inputs_count];
        ulong state = 20_260_101;
        for (int index = 0; index < inputs.Length; index++)
        {
            state = (state * 6_364_136_223_846_793_005UL) + 1_442_695_040_888_963_407UL;
            uint bits = (uint)(state >> 40);
            inputs[index] = (byte)((bits & 1) | (bits & 4) | ((bits & 0x38) == 0 ? 2u : 0u));
        }

        return inputs;
    }

    // What the border makes of each combination of bits, made beforehand: that is the border's work, not the machine's.
    private static readonly Buttons[] Checked = [.. Enumerable.Range(0, 8).Select(
        bits => new Buttons(Bit(bits, 1), Bit(bits, 2), Bit(bits, 4)))];

    private static M.CheckedInput Bit(int bits, int mask) =>
        M.CheckedInput.Member(new M.InputSignal { Value = (bits & mask) != 0 ? 1 : 0, Accepted = true }, 10, true);

    private readonly record struct Buttons(M.CheckedInput Start, M.CheckedInput Stop, M.CheckedInput Step);

    private static ulong Flat(byte[] inputs)
    {
        M.FlatMachine.Memory memory = default;
        M.ParameterSet parameters = M.Products.Benchmark();
        M.FlatMachine.Reset(in parameters, ref memory);
        ulong lamps = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                M.FlatMachine.Scan(Checked[input].Start, Checked[input].Stop, in parameters, ref memory);
                lamps += memory.Lamp ? 1UL : 0;
            }
        }

        return lamps;
    }

    private static ulong Nested(byte[] inputs)
    {
        M.NestedMachine.Memory memory = default;
        M.ParameterSet parameters = M.Products.Benchmark();
        M.NestedMachine.Reset(in parameters, ref memory);
        ulong lamps = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                ref readonly Buttons now = ref Checked[input];
                M.NestedMachine.Scan(now.Start, now.Stop, now.Step, in parameters, ref memory);
                lamps += memory.Lamp ? 1UL : 0;
            }
        }

        return lamps + (ulong)memory.Rounds;
    }

    private static ulong History(byte[] inputs)
    {
        M.HistoryMachine.Memory memory = default;
        M.ParameterSet parameters = M.Products.Benchmark();
        M.HistoryMachine.Reset(in parameters, ref memory);
        ulong lamps = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                ref readonly Buttons now = ref Checked[input];
                M.HistoryMachine.Scan(now.Start, now.Stop, now.Step, in parameters, ref memory);
                lamps += memory.Lamp ? 1UL : 0;
            }
        }

        return lamps;
    }
}
