using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>The place of one named value: what it is in this scan, and what it was in the last one.</summary>
internal class Slot
{
    public Value Now;

    public Value Last;
}

/// <summary>The place of one input: what the outside delivered, and what the check at the border made of it.</summary>
internal sealed class InputSlot : Slot
{
    private const int Never = int.MaxValue;

    private readonly InputInfo info;
    private readonly HashSet<long>? members;

    public InputSlot(string name, InputInfo info, SignalsModel signals)
    {
        Name = name;
        this.info = info;
        members = info.Type.Kind == ValueKind.Enum
            ? [.. signals.Enums.Single(e => e.Name == info.Type.EnumName).Members.Select(member => (long)member.Id)]
            : null;
    }

    public string Name { get; }

    public InputInfo Info => info;

    /// <summary>Set from outside before a scan.</summary>
    public InputReading Reading { get; set; }

    /// <summary>Scans since the last acceptance.</summary>
    public int Age_ms { get; private set; }

    /// <summary>Valid and accepted in this very scan.</summary>
    public bool IsNew => Now.IsValid && Age_ms == 0;

    /// <summary>The border: never accepted, too old or out of range is invalid here and nowhere else.</summary>
    public void Check()
    {
        InputReading reading = Reading;
        Age_ms = reading.Accepted ? reading.Age_ms : Never;
        long number = info.Clamp ? Math.Clamp(reading.Value, info.Type.Min, info.Type.Max) : reading.Value;
        Now = new Value(number, reading.Accepted && Age_ms <= info.MaxAge_ms && IsInRange(number));
    }

    private bool IsInRange(long number) => info.Type.Kind switch
    {
        ValueKind.Bool => number is 0 or 1,
        ValueKind.Enum => members!.Contains(number),
        _ => number >= info.Type.Min && number <= info.Type.Max,
    };
}

/// <summary>Which member a fold (or an instanced machine) looks at: the flat index over all outer groups.</summary>
internal sealed class Cursor
{
    public int Index;
}
