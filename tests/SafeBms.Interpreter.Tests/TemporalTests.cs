using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Interpreter.Tests;

/// <summary>Each temporal call against a trace written out scan by scan; the first digit is step 0.</summary>
public class TemporalTests
{
    [Theory]
    // previous: before step 0 it is what was declared, here false
    [InlineData(DetectorKind.Previous, 0, "1011", "0101")]
    [InlineData(DetectorKind.Rising, 0, "1011", "1010")]
    [InlineData(DetectorKind.Falling, 0, "01100", "00010")]
    // held for d needs d + 1 samples, and never holds before step d
    [InlineData(DetectorKind.Held, 0, "0101", "0101")]
    [InlineData(DetectorKind.Held, 2, "1111", "0011")]
    [InlineData(DetectorKind.Held, 2, "11011100", "00000100")]
    // held_or_initially: as if it had been true for ever before step 0
    [InlineData(DetectorKind.HeldOrInitially, 2, "1111", "1111")]
    [InlineData(DetectorKind.HeldOrInitially, 2, "10111", "10001")]
    [InlineData(DetectorKind.HeldOrInitially, 2, "01111", "00011")]
    // within d: d scans after the last true one it is still true, one later it is not; never is false
    [InlineData(DetectorKind.Within, 2, "0100000", "0111000")]
    [InlineData(DetectorKind.Within, 0, "0101", "0101")]
    [InlineData(DetectorKind.Within, 9, "000", "000")]
    [InlineData(DetectorKind.Once, 0, "00100", "00111")]
    public void A_call_over_one_condition_follows_its_definition(
        DetectorKind kind, int d, string trace, string expected)
    {
        Assert.Equal(expected, Run(Tiny.Detector(kind, Tiny.P, amount: d), trace, trace));
    }

    [Theory]
    // since(p, q): q happened, and p in every scan after it (not in that scan itself)
    [InlineData("0000", "0100", "0100")]
    [InlineData("0111", "0100", "0111")]
    [InlineData("1101", "1000", "1100")]
    [InlineData("1111", "0000", "0000")]
    public void Since_needs_the_second_once_and_the_first_ever_after(string p, string q, string expected)
    {
        Assert.Equal(expected, Run(Tiny.Detector(DetectorKind.Since, Tiny.P, Tiny.Q), p, q));
    }

    [Theory]
    // p leads_to q within 2: the result is "not violated"
    [InlineData("1000000", "0000000", "1110000")]
    [InlineData("1000000", "0010000", "1111111")]
    [InlineData("1000000", "0001000", "1111111")]
    [InlineData("1100000", "0000000", "1110000")]
    [InlineData("1000100", "1000000", "1111111")]
    public void An_obligation_is_open_for_at_most_its_duration(string p, string q, string expected)
    {
        Assert.Equal(expected, Run(Tiny.Detector(DetectorKind.LeadsTo, Tiny.P, Tiny.Q, 2), p, q));
    }

    [Fact]
    public void Confirmed_counts_new_samples_and_is_frozen_between_them()
    {
        DetectorInfo detector = Tiny.Detector(
            DetectorKind.Confirmed, Tiny.P, new UseRef("q", ExprType.Bool, Tiny.Here), 3);
        ReferenceCore core = Tiny.Started(Tiny.System(Tiny.Watching(detector)));

        // new sample?  p   expected
        (bool New, bool P, long Expected)[] scans =
        [
            (true, true, 0), (true, true, 0), (false, true, 0), (false, false, 0), (true, true, 1), (false, false, 1),
            (true, false, 0), (true, true, 0), (true, true, 0), (true, true, 1), (true, true, 1),
        ];
        foreach ((bool isNew, bool p, long expected) in scans)
        {
            core.Inputs[0] = new InputReading(p ? 1 : 0, 0, true);
            core.Inputs[1] = new InputReading(0, isNew ? 0 : 1, true);
            core.Scan();
            Assert.Equal(expected, core.Values["m.r"]);
        }
    }

    private static string Run(DetectorInfo detector, string p, string q)
    {
        ReferenceCore core = Tiny.Started(Tiny.System(Tiny.Watching(detector)));
        return string.Concat(p.Zip(q, (a, b) => core.Step(a == '1', b == '1').Values["m.r"].ToString("0", null)));
    }
}
