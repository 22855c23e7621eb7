using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace SafeBms.System.Tests.Runs;

/// <summary>Small generators that the others are made of.</summary>
internal static class Draw
{
    /// <summary>
    /// Time to the next happening. Most errors of a controller live within the scans around another event and within
    /// the two or three seconds of an opening, so most draws fall there.
    /// </summary>
    public static Gen<int> Gap_ms { get; } = Gen.Frequency(
        (2, Gen.Constant(0)),
        (3, Gen.Choose(1, 8)),
        (3, Gen.Choose(9, 500)),
        (5, Gen.Choose(500, 3200)),
        (3, Gen.Choose(3200, 10_000)),
        (1, Gen.Choose(10_000, 30_000)));

    /// <summary>How long something stays broken.</summary>
    public static Gen<int> FaultLength_ms { get; } = Gen.Frequency(
        (3, Gen.Constant(0)),
        (2, Gen.Choose(1, 30)),
        (2, Gen.Choose(30, 2200)),
        (3, Gen.Choose(2200, 12_000)));

    public static Gen<string> Number(int least, int most, string unit) =>
        Gen.Choose(least, most).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n} {unit}"));

    public static Gen<string> Word(params string[] words) => Gen.Elements(words);

    public static Gen<T> Any<T>(params Gen<T>[] gens) => Gen.OneOf(gens);

    /// <summary>A setting at time 0.</summary>
    public static Gen<Happening> Set(string name, Gen<string> value) =>
        value.Select(v => new Happening(0, name, v));

    /// <summary>A fault at time 0, with a random length.</summary>
    public static Gen<Happening> Break(string fault, Gen<string> target, Gen<string> value) =>
        from place in target
        from amount in value
        from length in FaultLength_ms
        select new Happening(0, fault, amount) { IsFault = true, Target = place, Duration_ms = length };

    public static Gen<Happening> Break(string fault) => Break(fault, Gen.Constant(""), Gen.Constant(""));

    /// <summary>A fault with a given length.</summary>
    public static Gen<Happening> Break(string fault, string target, string value, int length_ms) =>
        Gen.Constant(new Happening(0, fault, value) { IsFault = true, Target = target, Duration_ms = length_ms });

    /// <summary>Several, each a random gap after the one before.</summary>
    public static Gen<Happening[]> Series(Gen<Happening> one, int least, int most) =>
        from count in Gen.Choose(least, most)
        from happenings in Gen.ArrayOf(one, count)
        from gaps in Gen.ArrayOf(Gap_ms, count)
        select Spread(happenings, gaps);

    /// <summary>One after the other, each at its own time after the one before.</summary>
    public static Gen<Happening[]> Sequence(params (Gen<int> Gap_ms, Gen<Happening> One)[] steps) =>
        from gaps in Gen.CollectToArray(steps.Select(s => s.Gap_ms))
        from happenings in Gen.CollectToArray(steps.Select(s => s.One))
        select Spread(happenings, gaps);

    private static Happening[] Spread(Happening[] happenings, int[] gaps)
    {
        int time_ms = 0;
        Happening[] spread = new Happening[happenings.Length];
        for (int i = 0; i < happenings.Length; i++)
        {
            time_ms += gaps[i];
            spread[i] = happenings[i] with { At_ms = time_ms };
        }

        return spread;
    }
}
