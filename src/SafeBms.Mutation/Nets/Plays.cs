using System.Globalization;
using SafeBms.Simulation.Scenarios;

namespace SafeBms.Mutation.Nets;

/// <summary>A scenario, or a random run written as one, that mutants are judged with.</summary>
/// <param name="Id">Its name; runs have none of their own expectations.</param>
/// <param name="Yaml">The file.</param>
/// <param name="Recording">The recording that it names; empty for none.</param>
/// <param name="Duration_ms">Its length, which is its scans.</param>
public sealed record Play(string Id, byte[] Yaml, string Recording, long Duration_ms)
{
    /// <summary>Seed of a storm of raw inputs instead of a scenario; 0 for a scenario.</summary>
    public int Seed { get; init; }
}

/// <summary>Reads scenarios from a folder.</summary>
public static class Plays
{
    private const string Suffix = ".scenario.yaml";

    /// <summary>All scenarios of a folder up to a length, by name.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="longest_ms">Longer ones are left out.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ScenarioException">A file is no scenario; the message names it.</exception>
    public static IReadOnlyList<Play> Load(string folder, long longest_ms)
    {
        List<Play> plays = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal))
        {
            byte[] yaml = File.ReadAllBytes(path);
            Scenario scenario = Parse(path, yaml);
            string recording = scenario.Measured is { } measured
                ? File.ReadAllText(Path.Combine(folder, measured.Text))
                : string.Empty;
            if (scenario.Duration_ms <= longest_ms)
            {
                plays.Add(new Play(Path.GetFileName(path)[..^Suffix.Length], yaml, recording, scenario.Duration_ms));
            }
        }

        return plays;
    }

    /// <summary>Storms of raw inputs; only properties that are to hold for all inputs judge in them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="length_ms">Length of each, scans.</param>
    public static IReadOnlyList<Play> Storms(int count, long length_ms) =>
    [
        .. Enumerable.Range(1, count).Select(seed =>
            new Play(string.Create(CultureInfo.InvariantCulture, $"storm-{seed}"), [], string.Empty, length_ms)
            {
                Seed = seed,
            }),
    ];

    private static Scenario Parse(string path, byte[] yaml)
    {
        try
        {
            return ScenarioParser.Parse(yaml);
        }
        catch (ScenarioException problem)
        {
            throw new ScenarioException($"'{path}' is no scenario: {problem.Message}", problem);
        }
    }
}
