using SafeBms.Core;

namespace SafeBms.Bench;

/// <summary>A machine of the product, <c>programmable-relay</c> as an intermittent alarm contact, generated and by
/// hand. Input bits: 1 settled, 2 charge allowed, 4 powered, 8 call.</summary>
internal static class RelayContest
{
    private const int Pattern_ms = 800;

    private enum State : byte
    {
        Idle,
        Released,
        CallOn,
        CallPause,
    }

    /// <summary>Powered and called, except in one scan of about 2048: both halves of the pattern occur.</summary>
    public static byte[] Inputs(int count)
    {
        byte[] inputs = new byte[count];
        ulong state = 20_260_102;
        for (int index = 0; index < count; index++)
        {
            state = (state * 6_364_136_223_846_793_005UL) + 1_442_695_040_888_963_407UL;
            uint bits = (uint)(state >> 40);
            inputs[index] = (byte)((bits & 3) | ((bits & 0x1FFC) == 0 ? 4u : 12u));
        }

        return inputs;
    }

    public static ulong RunGenerated(byte[] inputs, int repeats)
    {
        ParameterSet parameters = Parameters();
        ProgrammableRelayMachine.Memory memory = default;
        ProgrammableRelayMachine.Reset(in parameters, ref memory);
        ulong on = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                ProgrammableRelayMachine.Scan(
                    (input & 1) != 0, (input & 2) != 0, (input & 4) != 0, (input & 8) != 0, in parameters, ref memory);
                on += memory.Relay ? 1UL : 0;
            }
        }

        return on;
    }

    public static ulong RunByHand(byte[] inputs, int repeats)
    {
        ParameterSet parameters = Parameters();
        State state = State.Idle;
        int elapsed_ms = 0;
        ulong on = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                bool released = parameters.RelayMode == RelayMode.Alternator && (input & 3) == 3;
                bool calls = parameters.RelayMode == RelayMode.Alarm && (input & 12) == 12;
                bool intermittent = parameters.RelayPattern == RelayPattern.Intermittent;
                elapsed_ms += elapsed_ms < Pattern_ms ? 1 : 0;
                State next = Next(state, released, calls, intermittent, elapsed_ms);
                elapsed_ms = next == state ? elapsed_ms : 0;
                state = next;
                on += state is State.Released or State.CallOn ? 1UL : 0;
            }
        }

        return on;
    }

    private static State Next(State state, bool released, bool calls, bool intermittent, int elapsed_ms) => state switch
    {
        State.Idle => released ? State.Released : calls ? State.CallOn : State.Idle,
        State.Released => released ? State.Released : State.Idle,
        State.CallOn when !calls => State.Idle,
        State.CallOn => intermittent && elapsed_ms >= Pattern_ms ? State.CallPause : State.CallOn,
        _ when !calls => State.Idle,
        _ => elapsed_ms >= Pattern_ms ? State.CallOn : State.CallPause,
    };

    private static ParameterSet Parameters()
    {
        ParameterSet parameters = LynxBoat.Parameters();
        parameters.RelayMode = RelayMode.Alarm;
        parameters.RelayPattern = RelayPattern.Intermittent;
        return parameters;
    }
}
