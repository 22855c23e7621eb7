using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Formula;

/// <summary>What elements of the model are called in the generated code (docs/generated-code.md).</summary>
/// <remarks>Written anew: a wrong name here finds nothing, or the wrong thing, and the comparison fails.</remarks>
internal static class Names
{
    /// <summary><c>charge-permit</c> to <c>ChargePermit</c>.</summary>
    public static string Pascal(string name)
    {
        StringBuilder text = new();
        foreach (string word in name.Split('-', '_', '.', ' '))
        {
            text.Append(word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]);
        }

        return text.Length > 0 && char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }

    /// <summary>The same with the unit last.</summary>
    public static string Field(string name, ExprType type) =>
        Pascal(name) + (type.Unit is "" or "count" ? string.Empty : "_" + type.Unit);

    /// <summary>A timer's field.</summary>
    public static string Field(TimerInfo timer) => Pascal(timer.Name) + "_ms";

    /// <summary>A temporal call's field.</summary>
    public static string Field(DetectorInfo detector)
    {
        bool countsScans = detector.Kind is DetectorKind.Held or DetectorKind.HeldOrInitially or DetectorKind.Within
            or DetectorKind.LeadsTo;
        return $"{detector.Kind}{detector.Slot}{(countsScans ? "_ms" : string.Empty)}";
    }

    /// <summary>The field that counts the scans in a state.</summary>
    public static string Elapsed(StateInfo state) => $"Elapsed{Pascal(state.Name)}_ms";

    /// <summary>The field that remembers the last leaf of a state.</summary>
    public static string History(StateInfo state) => "History" + Pascal(state.Name);

    /// <summary>Class of a machine.</summary>
    public static string Class(MachineInfo machine) => Pascal(machine.Name) + "Machine";
}
