using System.Text.Json;
using System.Text.Json.Serialization;

namespace SafeBms.Mutation;

/// <summary>What became of a mutant.</summary>
/// <param name="Id">The mutant.</param>
/// <param name="Net">The first net that noticed it, see <see cref="Nets"/>.</param>
/// <param name="By">What noticed it: rules, properties, <c>scenario:line</c>; the original of a duplicate.</param>
/// <param name="Detail">In words.</param>
public sealed record MutantResult(string Id, string Net, IReadOnlyList<string> By, string Detail)
{
    /// <summary>In how many plays the mutant's machine said something else than the original; -1 where nobody
    /// counted.</summary>
    public int Reached { get; init; } = -1;

    /// <summary>What the further nets said of it; empty if they were not asked.</summary>
    public string Asked { get; init; } = string.Empty;

    /// <summary>Properties that are not proved any more, without a run that violates them: no kill.</summary>
    public IReadOnlyList<string> Suspects { get; init; } = [];

    /// <summary>Whether somebody noticed it.</summary>
    [JsonIgnore]
    public bool IsKilled => Net is Nets.Check or Nets.Properties or Nets.Prove or Nets.Scenarios;

    /// <summary>Whether it is still to be explained.</summary>
    [JsonIgnore]
    public bool IsSurvivor => Net is Nets.None or Nets.Error;

    /// <summary>As one line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, Json);

    /// <summary>From one line of JSON; null if it is none (the last line of an interrupted run).</summary>
    public static MutantResult? FromLine(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<MutantResult>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The nets and other ends, in the order of the report.</summary>
    public static class Nets
    {
        /// <summary>The diagnostics of the language.</summary>
        public const string Check = "check";

        /// <summary>The monitors of the properties, on the simulated boat.</summary>
        public const string Properties = "properties";

        /// <summary>The prover.</summary>
        public const string Prove = "prove";

        /// <summary>Only the expectations of a scenario: a sign of a missing property.</summary>
        public const string Scenarios = "scenarios";

        /// <summary>Generates the same code as the original, or has been proved to behave like it.</summary>
        public const string Equivalent = "equivalent";

        /// <summary>Nobody noticed.</summary>
        public const string None = "none";

        /// <summary>Could not be judged.</summary>
        public const string Error = "error";

        /// <summary>All, in order.</summary>
        public static IReadOnlyList<string> All { get; } =
            [Check, Properties, Prove, Scenarios, Equivalent, None, Error];
    }
}
