using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>One input: what the boat would deliver, when it delivers, and what a fault makes of it.</summary>
internal sealed class Source(InputInfo info, long[] candidates)
{
    private long faultEnds;
    private long faultValue;
    private FaultKind fault;
    private int age;
    private bool accepted;
    private long sampled;

    private enum FaultKind
    {
        None,
        Value,
        Stale,
        Flicker,
    }

    /// <summary>What the boat has now; sampled once a period.</summary>
    public long Nominal { get; set; }

    public long[] Candidates => candidates;

    /// <summary>Not delivering before this scan, so that not all sources sample in the same one.</summary>
    public int Phase { private get; init; }

    public void Force(long value, long until) => (fault, faultValue, faultEnds) = (FaultKind.Value, value, until);

    public void Silence(long until) => (fault, faultEnds) = (FaultKind.Stale, until);

    public void Flicker(long value, long until) => (fault, faultValue, faultEnds) = (FaultKind.Flicker, value, until);

    public InputReading Read(long scan)
    {
        if (scan >= faultEnds)
        {
            fault = FaultKind.None;
        }

        age = age == int.MaxValue ? age : age + 1;
        bool due = scan >= Phase && (!accepted || age >= info.Period_ms);
        if (due && fault != FaultKind.Stale)
        {
            sampled = fault == FaultKind.Value || (fault == FaultKind.Flicker && scan % 2 == 0) ? faultValue : Nominal;
            age = 0;
            accepted = true;
        }

        return new InputReading(sampled, accepted ? age : 0, accepted);
    }
}
