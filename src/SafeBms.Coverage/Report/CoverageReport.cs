using System.Globalization;
using System.Text.Json;
using SafeBms.Coverage.Model;

namespace SafeBms.Coverage.Report;

/// <summary>What was covered of what, and what follows from that.</summary>
public sealed class CoverageReport
{
    private readonly IReadOnlyList<MachineObligations> machines;
    private readonly HashSet<Obligation> covered;
    private readonly Unreachable unreachable;
    private readonly Thresholds thresholds;

    /// <summary>Draws the balance.</summary>
    /// <param name="machines">What had to be seen.</param>
    /// <param name="covered">What was seen.</param>
    /// <param name="unreachable">What cannot be seen.</param>
    /// <param name="thresholds">What is enough.</param>
    public CoverageReport(
        IReadOnlyList<MachineObligations> machines,
        IEnumerable<Obligation> covered,
        Unreachable unreachable,
        Thresholds thresholds)
    {
        this.machines = machines;
        this.covered = [.. covered];
        this.unreachable = unreachable;
        this.thresholds = thresholds;
        HashSet<Obligation> known = [.. machines.SelectMany(machine => machine.All)];
        Findings =
        [
            .. unreachable.Reasons.Keys.Concat(unreachable.Open).Where(entry => !known.Contains(entry)).Select(entry =>
                $"{entry.Machine} has no '{Criteria.Describe(entry)}': take it from the list of what is unreachable"),
            .. unreachable.Reasons.Keys.Where(this.covered.Contains).Select(entry =>
                $"{entry.Machine}: '{Criteria.Describe(entry)}' was seen, so it is not unreachable"),
            .. Criteria.All.Where(criterion => Percent(criterion) < thresholds.Least[criterion]).Select(criterion =>
                string.Create(CultureInfo.InvariantCulture,
                    $"{Criteria.Word(criterion)}: {Percent(criterion):0.00} % covered, at least ")
                + string.Create(CultureInfo.InvariantCulture, $"{thresholds.Least[criterion]} % are demanded")),
        ];
    }

    /// <summary>What is not as it has to be; empty if all is well.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>What was not seen and is not listed as unreachable.</summary>
    public IEnumerable<Obligation> Missing => machines.SelectMany(machine => machine.All)
        .Where(obligation => !covered.Contains(obligation) && !unreachable.Reasons.ContainsKey(obligation));

    /// <summary>Percent of what can be reached.</summary>
    public decimal Percent(Criterion criterion)
    {
        (int seen, int possible, _) = Count(machines.SelectMany(machine => machine.All), criterion);
        return possible == 0 ? 100 : 100m * seen / possible;
    }

    /// <summary>A table in Markdown: a row a machine, and what is missing below it.</summary>
    public void WriteMarkdown(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine("Covered / reachable (+ unreachable with a reason).");
        output.WriteLine();
        output.WriteLine("| machine | states | transitions | pairs | times | conditions (MC/DC halves) |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (MachineObligations machine in machines)
        {
            WriteRow(output, machine.Machine.Name, machine.All);
        }

        WriteRow(output, "all", machines.SelectMany(machine => machine.All));
        foreach (IGrouping<string, Obligation> missing in Missing.GroupBy(obligation => obligation.Machine))
        {
            output.WriteLine();
            output.WriteLine($"Missing in {missing.Key}:");
            output.WriteLine();
            foreach (Obligation obligation in missing)
            {
                output.WriteLine($"- {Criteria.Describe(obligation)}");
            }
        }
    }

    /// <summary>The same for programs.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("format", "safebms-model-coverage-1");
        writer.WriteString("mcdc", "masking");
        WriteCounts(writer, machines.SelectMany(machine => machine.All));
        writer.WriteStartArray("machines");
        foreach (MachineObligations machine in machines)
        {
            writer.WriteStartObject();
            writer.WriteString("machine", machine.Machine.Name);
            WriteCounts(writer, machine.All);
            WriteList(writer, "missing", machine.All.Where(obligation =>
                !covered.Contains(obligation) && !unreachable.Reasons.ContainsKey(obligation)));
            WriteList(writer, "unreachable", machine.All.Where(unreachable.Reasons.ContainsKey));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("findings");
        foreach (string finding in Findings)
        {
            writer.WriteStringValue(finding);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteRow(TextWriter output, string name, IEnumerable<Obligation> obligations)
    {
        List<Obligation> all = [.. obligations];
        IEnumerable<string> cells = Criteria.All.Select(criterion =>
        {
            (int seen, int possible, int excepted) = Count(all, criterion);
            string more = excepted == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" (+{excepted})");
            return string.Create(CultureInfo.InvariantCulture, $"{seen}/{possible}{more}");
        });
        output.WriteLine($"| {name} | {string.Join(" | ", cells)} |");
    }

    private void WriteCounts(Utf8JsonWriter writer, IEnumerable<Obligation> obligations)
    {
        List<Obligation> all = [.. obligations];
        writer.WriteStartObject("criteria");
        foreach (Criterion criterion in Criteria.All)
        {
            (int seen, int possible, int excepted) = Count(all, criterion);
            writer.WriteStartObject(Criteria.Word(criterion));
            writer.WriteNumber("covered", seen);
            writer.WriteNumber("reachable", possible);
            writer.WriteNumber("unreachable", excepted);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteList(Utf8JsonWriter writer, string name, IEnumerable<Obligation> obligations)
    {
        writer.WriteStartArray(name);
        foreach (Obligation obligation in obligations)
        {
            writer.WriteStartObject();
            writer.WriteString("element", Criteria.Describe(obligation));
            if (unreachable.Reasons.TryGetValue(obligation, out string? reason))
            {
                writer.WriteString("because", reason);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private (int Seen, int Possible, int Excepted) Count(IEnumerable<Obligation> obligations, Criterion criterion)
    {
        int seen = 0;
        int possible = 0;
        int excepted = 0;
        foreach (Obligation obligation in obligations.Where(obligation => obligation.Criterion == criterion))
        {
            bool isSeen = covered.Contains(obligation);
            bool isExcepted = !isSeen && unreachable.Reasons.ContainsKey(obligation);
            seen += isSeen ? 1 : 0;
            excepted += isExcepted ? 1 : 0;
            possible += isExcepted ? 0 : 1;
        }

        return (seen, possible, excepted);
    }
}
