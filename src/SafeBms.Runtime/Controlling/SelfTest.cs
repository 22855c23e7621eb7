using SafeBms.Core;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Controlling;

/// <summary>One part of the self-test.</summary>
/// <param name="Name">What was tested.</param>
/// <param name="Passed">Whether it passed.</param>
public readonly record struct SelfTestPart(string Name, bool Passed);

/// <summary>Memory, clock, core and lines, tested once before the first scan.</summary>
public static class SelfTest
{
    private const int MemoryWords = 65_536;
    private const int CoreScans = 50;

    /// <summary>Runs every part.</summary>
    public static IReadOnlyList<SelfTestPart> Run(IDigitalIo lines, in ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return
        [
            new("memory", Memory()),
            new("clock", Clock()),
            new("core", Core(parameters)),
            new("output lines", OutputLines(lines)),
        ];
    }

    private static bool Memory()
    {
        ulong[] words = new ulong[MemoryWords];
        foreach (ulong pattern in new[] { 0x5555_5555_5555_5555UL, 0xAAAA_AAAA_AAAA_AAAAUL })
        {
            for (int i = 0; i < words.Length; i++)
            {
                words[i] = pattern ^ (ulong)i;
            }

            for (int i = 0; i < words.Length; i++)
            {
                if (Volatile.Read(ref words[i]) != (pattern ^ (ulong)i))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // It moves, it never goes back, and it never wakes a sleeper early.
    private static bool Clock()
    {
        long before_ns = MonotonicClock.Now_ns;
        long last_ns = before_ns;
        for (int i = 0; i < 1000; i++)
        {
            long now_ns = MonotonicClock.Now_ns;
            if (now_ns < last_ns)
            {
                return false;
            }

            last_ns = now_ns;
        }

        long until_ns = last_ns + (2 * Pacing.Period_ns);
        MonotonicClock.SleepUntil(until_ns);
        return MonotonicClock.Now_ns >= until_ns;
    }

    // Without any valid input a core must hold everything off, and two of them must agree bit for bit.
    private static bool Core(in ParameterSet parameters)
    {
        ScanCore one = new(parameters, default, retainedValid: true);
        ScanCore two = new(parameters, default, retainedValid: true);
        for (int i = 0; i < CoreScans; i++)
        {
            one.Scan();
            two.Scan();
            for (int o = 0; o < OutputTable.Count; o++)
            {
                if (OutputTable.Get(one.Outputs, o) != OutputTable.Get(two.Outputs, o))
                {
                    return false;
                }
            }

            if (!one.IsOff)
            {
                return false;
            }
        }

        return true;
    }

    // The guard has driven the safe levels; they must be there, and stay there when they are written again.
    private static bool OutputLines(IDigitalIo lines)
    {
        ulong safe = LineWords.Safe & lines.WiredOutputs;
        return lines.ReadBack(out ulong found) == LineStatus.Ok && (found & lines.WiredOutputs) == safe
            && lines.Write(LineWords.Safe) == LineStatus.Ok
            && lines.ReadBack(out found) == LineStatus.Ok && (found & lines.WiredOutputs) == safe;
    }
}
