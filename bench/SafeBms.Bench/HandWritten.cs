namespace SafeBms.Bench;

/// <summary>The benchmark machines as a programmer would write them: a switch, fields, nothing else. Input bits: 1 start, 2 stop, 4 step.</summary>
internal static class HandWritten
{
    private enum Flat : byte
    {
        Idle,
        Lit,
        Dark,
    }

    private enum Nested : byte
    {
        Off,
        Left,
        Right,
        Rest,
    }

    private enum Pause : byte
    {
        Paused,
        First,
        Second,
    }

    public static ulong RunFlat(byte[] inputs, int repeats)
    {
        Flat state = Flat.Idle;
        int elapsed_ms = -1;
        ulong lamps = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                elapsed_ms = elapsed_ms < 20 ? elapsed_ms + 1 : 20;
                (state, elapsed_ms) = NextFlat(state, elapsed_ms, (input & 1) != 0, (input & 2) != 0);
                lamps += state == Flat.Lit ? 1UL : 0;
            }
        }

        return lamps;
    }

    public static ulong RunNested(byte[] inputs, int repeats)
    {
        Nested state = Nested.Off;
        uint rounds = 0;
        ulong lamps = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                StepNested(ref state, ref rounds, (input & 1) != 0, (input & 2) != 0, (input & 4) != 0);
                lamps += state is Nested.Left or Nested.Rest ? 1UL : 0;
            }
        }

        return lamps + rounds;
    }

    public static ulong RunHistory(byte[] inputs, int repeats)
    {
        Pause state = Pause.Paused;
        Pause left = Pause.First;
        ulong lamps = 0;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            foreach (byte input in inputs)
            {
                StepHistory(ref state, ref left, (input & 1) != 0, (input & 2) != 0, (input & 4) != 0);
                lamps += state == Pause.First ? 1UL : 0;
            }
        }

        return lamps;
    }

    private static (Flat State, int Elapsed_ms) NextFlat(Flat state, int elapsed_ms, bool start, bool stop)
    {
        switch (state)
        {
            case Flat.Idle when start:
                return (Flat.Lit, 0);
            case Flat.Lit or Flat.Dark when stop:
                return (Flat.Idle, 0);
            case Flat.Lit when elapsed_ms >= 20:
                return (Flat.Dark, 0);
            case Flat.Dark when elapsed_ms >= 20:
                return (Flat.Lit, 0);
            default:
                return (state, elapsed_ms);
        }
    }

    private static void StepNested(ref Nested state, ref uint rounds, bool start, bool stop, bool step)
    {
        if (state == Nested.Off)
        {
            if (start)
            {
                rounds = 0;
                state = Nested.Left;
            }

            return;
        }

        if (stop || rounds >= 1000)
        {
            rounds += state != Nested.Rest && rounds < 1000 ? 1u : 0u;
            state = Nested.Off;
            return;
        }

        switch (state)
        {
            case Nested.Rest:
                state = step ? Nested.Left : Nested.Rest;
                break;
            default:
                if (step && start)
                {
                    rounds += rounds < 1000 ? 1u : 0u;
                    state = Nested.Rest;
                }
                else if (step)
                {
                    state = state == Nested.Left ? Nested.Right : Nested.Left;
                }

                break;
        }
    }

    private static void StepHistory(ref Pause state, ref Pause left, bool start, bool stop, bool step)
    {
        switch (state)
        {
            case Pause.Paused:
                state = start ? left : Pause.Paused;
                break;
            default:
                if (stop)
                {
                    left = state;
                    state = Pause.Paused;
                }
                else if (step)
                {
                    state = state == Pause.First ? Pause.Second : Pause.First;
                }

                break;
        }
    }
}
