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
    private CheckedInput(int value, int age_ms, bool isValid)
    {
        Value = value;
        Age_ms = age_ms;
        IsValid = isValid;
    }

    /// <summary>The value in the base unit of the signal; of no meaning while invalid.</summary>
    public int Value { get; }

    /// <summary>Scans since the last acceptance; <see cref="int.MaxValue"/> if there was none or the age given is
    /// negative.</summary>
    public int Age_ms { get; }

    /// <summary>Accepted at least once, not older than its maximum age, inside its range.</summary>
    public bool IsValid { get; }

    /// <summary>The value of an input of type bool.</summary>
    public bool IsTrue => Value != 0;

    /// <summary>Valid and accepted in this very scan.</summary>
    public bool IsNew => IsValid & (Age_ms == 0);

    /// <summary>An input whose out-of-range values are invalid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CheckedInput InRange(in InputSignal signal, int maxAge_ms, int min, int max)
    {
        int value = signal.Value;
        return Member(signal, maxAge_ms, (value >= min) & (value <= max));
    }

    /// <summary>An input whose out-of-range values are clamped and count as valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CheckedInput Clamped(in InputSignal signal, int maxAge_ms, int min, int max)
    {
        int age_ms = Age(signal);
        return new CheckedInput(
            Math.Min(Math.Max(signal.Value, min), max), age_ms, signal.Accepted & (age_ms <= maxAge_ms));
    }

    /// <summary>An input of which the caller has checked that the value is a member of its enumeration.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CheckedInput Member(in InputSignal signal, int maxAge_ms, bool isMember)
    {
        int age_ms = Age(signal);
        return new CheckedInput(signal.Value, age_ms, signal.Accepted & (age_ms <= maxAge_ms) & isMember);
    }

    // A negative age cannot come from an honest source; it must not read as "fresh".
    private static int Age(in InputSignal signal) =>
        signal.Accepted & (signal.Age_ms >= 0) ? signal.Age_ms : int.MaxValue;
}
