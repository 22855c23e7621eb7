using System.Runtime.CompilerServices;

namespace SafeBms.Core;

/// <summary>An input after the border: its value (clamped where that is declared), its age and whether it may be
/// used.</summary>
/// <remarks>
/// Built once a scan by the generated <c>Validity.Update</c>, and nowhere else; whoever reads <see cref="Value"/> must
/// have looked at
/// <see cref="IsValid"/>, which the language enforces by <c>else true</c> and <c>else false</c>.
/// </remarks>
public readonly struct CheckedInput
{
    // Age and validity in one word, so that an input is one register wide and a loop over many of them reads half as
    // much: the age while valid, its complement (a negative number) while invalid.
    private readonly int ageOrComplement_ms;

    private CheckedInput(int value, int ageOrComplement_ms)
    {
        Value = value;
        this.ageOrComplement_ms = ageOrComplement_ms;
    }

    /// <summary>The value in the base unit of the signal; of no meaning while invalid.</summary>
    public int Value { get; }

    /// <summary>Scans since the last acceptance; <see cref="int.MaxValue"/> if there was none or the age given is
    /// negative.</summary>
    public int Age_ms => ageOrComplement_ms >= 0 ? ageOrComplement_ms : ~ageOrComplement_ms;

    /// <summary>Accepted at least once, not older than its maximum age, inside its range.</summary>
    public bool IsValid => ageOrComplement_ms >= 0;

    /// <summary>The value of an input of type bool.</summary>
    public bool IsTrue => Value != 0;

    /// <summary>Valid and accepted in this very scan.</summary>
    public bool IsNew => ageOrComplement_ms == 0;

    /// <summary>An input whose out-of-range values are invalid.</summary>
    /// <remarks>Invalid or not, the number kept lies in the range: what is computed with it before its validity is
    /// looked at can then not leave 32 bits, where <see cref="Math.Abs(int)"/> would throw.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CheckedInput InRange(in InputSignal signal, int maxAge_ms, int min, int max)
    {
        int inside = Math.Min(Math.Max(signal.Value, min), max);
        return new(inside, AgeOrComplement(signal, maxAge_ms, inside == signal.Value));
    }

    /// <summary>An input whose out-of-range values are clamped and count as valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CheckedInput Clamped(in InputSignal signal, int maxAge_ms, int min, int max) =>
        new(Math.Min(Math.Max(signal.Value, min), max), AgeOrComplement(signal, maxAge_ms, true));

    /// <summary>An input of which the caller has checked that the value is a member of its enumeration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CheckedInput Member(in InputSignal signal, int maxAge_ms, bool isMember) =>
        new(signal.Value, AgeOrComplement(signal, maxAge_ms, isMember));

    // A negative age cannot come from an honest source; it must not read as "fresh".
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AgeOrComplement(in InputSignal signal, int maxAge_ms, bool isInside)
    {
        int age_ms = signal.Age_ms;
        bool isKnown = signal.Accepted & (age_ms >= 0);
        return isKnown & isInside & (age_ms <= maxAge_ms) ? age_ms : ~(isKnown ? age_ms : int.MaxValue);
    }
}
