using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Tests.Harness;

/// <summary>Validity of an input, from the words of the language page.</summary>
internal static class Border
{
    /// <summary>The number (aspect empty), <c>valid</c>, <c>new</c> or <c>age</c> of an input.</summary>
    public static long Aspect(InputInfo info, SignalsModel signals, InputReading reading, string aspect)
    {
        long number = info.Clamp ? Math.Clamp(reading.Value, info.Type.Min, info.Type.Max) : reading.Value;
        bool inRange = info.Type.Kind switch
        {
            ValueKind.Bool => number is 0 or 1,
            ValueKind.Enum => signals.Enums.Single(item => item.Name == info.Type.EnumName)
                .Members.Any(member => member.Id == number),
            _ => number >= info.Type.Min && number <= info.Type.Max,
        };
        bool valid = reading.Accepted && reading.Age_ms <= info.MaxAge_ms && inRange;
        return aspect switch
        {
            "valid" => valid ? 1 : 0,
            "new" => valid && reading.Age_ms == 0 ? 1 : 0,
            "age" => reading.Accepted ? reading.Age_ms : int.MaxValue,

            // Nobody can see the number of an invalid value; the encoding keeps it in range.
            _ => inRange ? number : InRange(info, signals),
        };
    }

    private static long InRange(InputInfo info, SignalsModel signals) => info.Type.Kind == ValueKind.Enum
        ? signals.Enums.Single(item => item.Name == info.Type.EnumName).Members[0].Id
        : info.Type.Min;
}
