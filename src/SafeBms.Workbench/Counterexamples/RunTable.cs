using System.Text;
using System.Text.RegularExpressions;
using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Proof.Counterexamples;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Counterexamples;

/// <summary>A run as text: for each scan in which something changes the inputs, the states and the outputs, and at the
/// end in words what went wrong.</summary>
internal sealed partial class RunTable
{
    private readonly SpecificationModel model;
    private readonly Counterexample found;
    private readonly CoreNames names;
    private readonly StringBuilder text = new();
    private readonly Dictionary<string, string> now = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Since, string Before)> since = new(StringComparer.Ordinal);
    private readonly ILookup<long, InputChange> changes;
    private readonly List<string> last = [];
    private readonly List<string> lastButOne = [];
    private int turns;

    public RunTable(SpecificationModel model, Counterexample found, CoreNames names)
    {
        this.model = model;
        this.found = found;
        this.names = names;
        changes = found.Run.Changes.ToLookup(change => change.Scan);
        Head();
    }

    /// <summary>Notes a scan.</summary>
    public void Add(long scan, ILoadedCore core)
    {
        List<string> lines = [];
        foreach (InputChange change in changes[scan])
        {
            string name = names.Inputs[change.Input];
            Note(lines, scan, "input", name, Words.Of(model, name, change.Reading));
        }

        if (scan == 0)
        {
            Gather(lines);
        }

        int inputs = lines.Count;
        for (int row = 0; row < names.States.Count; row++)
        {
            if (names.States[row].EndsWith(".state", StringComparison.Ordinal))
            {
                Note(lines, scan, "state", names.States[row][..^".state".Length], core.StateText(row));
            }
        }

        for (int output = 0; output < names.Outputs.Count; output++)
        {
            string name = names.Outputs[output];
            Note(lines, scan, "output", name, Words.Of(model, name, core.Output(output)));
        }

        if (scan == 0)
        {
            // How everything starts is said by the specification.
            lines.RemoveRange(inputs, lines.Count - inputs);
        }

        if (lines.Count > 0 && !IsTurnAgain(scan, lines))
        {
            text.Append(Words.Number(scan).PadLeft(9)).Append("  ").Append(lines[0]).Append('\n');
            foreach (string line in lines.Skip(1))
            {
                text.Append("           ").Append(line).Append('\n');
            }
        }

        lastButOne.Clear();
        lastButOne.AddRange(last);
        last.Clear();
        last.AddRange(lines);
    }

    // What goes back and forth in every scan is shown once, with the scan in which it ends.
    private bool IsTurnAgain(long scan, List<string> lines)
    {
        bool again = lines.SequenceEqual(lastButOne) && changes[scan].FirstOrDefault() is null
            && scan != found.Run.LastScan;
        if (!again && turns > 0)
        {
            text.Append($"      ...  and so on, back and forth in every scan, until scan {scan - 1}\n");
        }

        turns = again ? turns + 1 : 0;
        return again;
    }

    /// <summary>The table with its last words.</summary>
    public string Finish()
    {
        PropertyInfo property = found.Property;
        long scan = found.Run.LastScan;
        text.Append('\n').Append($"In scan {Words.Time(scan)} after power-on {property.Id} fails: {property.Text}\n");
        text.Append($"It says, of every scan: {property.AlwaysText}\n");
        string shutdown = $"state  {model.ShutdownMachine.Name}:";
        bool isTaken = last.Exists(line => line.StartsWith(shutdown, StringComparison.Ordinal));
        string[] moved = [.. last.Where(line => line.StartsWith("output", StringComparison.Ordinal))];
        text.Append(isTaken
                ? "The ordered shutdown begins in this scan: the last outputs above are its own, no longer those of "
                    + "the machines.\n"
            : moved.Length > 0 ? $"In this scan: {string.Join("; ", moved)}.\n" : "In this scan no output changes.\n");
        Limit[] limits = Limits();
        text.Append("It fails because, with what the machines want in this scan,\n");
        foreach (Reason reason in new Reasons(model, found, names).Lines)
        {
            long lasted = scan - reason.Since;
            string span = reason.IsOver ? $"until scan {reason.Since - 1}, {Words.Time(lasted)} ago"
                : lasted == 0 ? "since this scan"
                : reason.Since == 0 ? "since power-on"
                : $"for {Words.Time(lasted)}, since scan {reason.Since}";
            text.Append(' ', 2 + (2 * reason.Depth)).Append($"{reason.Text}, {span}")
                .Append(reason.Since == 0 ? string.Empty : Distance(lasted, limits)).Append('\n');
        }

        if (limits.Length > 0)
        {
            text.Append("with ").AppendJoin(", ", limits.Select(
                limit => $"{limit.Name} = {Words.Time(limit.Value_ms)}")).Append(".\n");
        }

        text.Append("Generated code and interpreter both say so, in this scan and in none before.\n");
        return text.ToString();
    }

    // Members of a group that read the same are one line.
    private static void Gather(List<string> lines)
    {
        List<string> gathered = [.. lines
            .GroupBy(line => MemberIndex().Replace(line, "[*]"))
            .Select(group => group.Count() == 1 ? group.First() : $"{group.Key} ({group.Count()} inputs)")];
        lines.Clear();
        lines.AddRange(gathered);
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex MemberIndex();

    private sealed record Limit(string Name, long Value_ms);

    private void Head()
    {
        ConcreteRun run = found.Run;
        text.Append($"Counterexample to {found.Property.Id} of {model.Name}, product {run.Product}\n");
        foreach ((string name, long value) in run.Parameters.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            text.Append($"  parameter {name} = {Words.Of(model, name, value)}\n");
        }

        text.Append(run.Retained is null ? "  retained data lost\n" : string.Empty);
        IEnumerable<KeyValuePair<string, long>> retained = run.Retained ?? new Dictionary<string, long>();
        foreach ((string name, long value) in retained.Where(one => one.Value != 0))
        {
            text.Append($"  retained {name} = {Words.Number(value)}\n");
        }

        text.Append("One scan is 1 ms; only what changes is shown.\n\n     scan  what\n");
    }

    private void Note(List<string> lines, long scan, string kind, string name, string value)
    {
        string key = kind == "state" ? "state of " + name : name;
        if (now.TryGetValue(key, out string? before) && before == value)
        {
            return;
        }

        lines.Add(before is null ? $"{kind,-6} {name} = {value}" : $"{kind,-6} {name}: {before} -> {value}");
        since[key] = (scan, before ?? value);
        now[key] = value;
    }

    private Limit[] Limits() => [.. PropertyNames.Times(model, found.Property)
        .Select(name => new Limit(name, ValueOf(name))).OrderBy(limit => limit.Name, StringComparer.Ordinal)];

    private long ValueOf(string name) => found.Run.Parameters.TryGetValue(name, out long value) ? value
        : model.Products.First(one => one.Name == found.Run.Product).Overrides
            .Where(one => one.Parameter == name).Select(one => (long?)one.Value).FirstOrDefault()
            ?? model.Parameters.Parameters.First(one => one.Name == name).Default;

    // Close to a limit, above or below: that is mostly what went wrong.
    private static string Distance(long lasted, Limit[] limits)
    {
        Limit? near = limits.Where(limit => limit.Value_ms > 9 && lasted != limit.Value_ms
                && Math.Abs(limit.Value_ms - lasted) <= Math.Max(5, limit.Value_ms / 10))
            .OrderBy(limit => Math.Abs(limit.Value_ms - lasted)).FirstOrDefault();
        return near is null ? string.Empty
            : near.Value_ms > lasted ? $": {Words.Number(near.Value_ms - lasted)} ms less than {near.Name}"
            : $": {Words.Number(lasted - near.Value_ms)} ms more than {near.Name}";
    }
}
