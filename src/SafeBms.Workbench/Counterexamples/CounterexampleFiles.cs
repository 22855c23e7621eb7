using System.Globalization;
using System.Text;
using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Proof.Counterexamples;
using SafeBms.Simulation.Traces;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Files;

namespace SafeBms.Workbench.Counterexamples;

/// <summary>Writes a counterexample as a scenario, a value change dump and a table.</summary>
public static class CounterexampleFiles
{
    /// <summary>Writes <c>ID-PRODUCT.scenario.yaml</c>, <c>.vcd</c> and <c>.txt</c> and returns their paths, the table
    /// last.</summary>
    /// <param name="folder">Created if needed.</param>
    /// <param name="model">The specification.</param>
    /// <param name="compiled">Its generated code.</param>
    /// <param name="found">The counterexample.</param>
    /// <exception cref="UnusableException">The folder cannot be written to.</exception>
    public static IReadOnlyList<string> Write(
        string folder, SpecificationModel model, CompiledCore compiled, Counterexample found)
    {
        ArgumentNullException.ThrowIfNull(found);
        (string table, string dump) = Run(model, compiled, found);
        string stem = Path.Combine(folder, Name(found));
        (string Path, string Text)[] files =
        [
            (stem + ".scenario.yaml", Scenario(model, compiled.Create().Names, found)),
            (stem + ".vcd", dump),
            (stem + ".txt", table),
        ];
        foreach ((string path, string text) in files)
        {
            AtomicFile.Write(path, text);
        }

        return [.. files.Select(file => file.Path)];
    }

    /// <summary>The table with its last words, as text.</summary>
    public static string Table(SpecificationModel model, CompiledCore compiled, Counterexample found) =>
        Run(model, compiled, found).Table;

    private static string Name(Counterexample found) =>
        $"{found.Property.Id.ToLowerInvariant()}-{found.Run.Product}";

    private static (string Table, string Dump) Run(
        SpecificationModel model, CompiledCore compiled, Counterexample found)
    {
        Replay replay = new(model, compiled);
        RunTable table = new(model, found, replay.Names);
        ILookup<long, InputChange> changes = found.Run.Changes.ToLookup(change => change.Scan);
        int[] inputs = [.. found.Run.Changes.Select(change => change.Input).Distinct().Order()];
        using StringWriter dump = new(CultureInfo.InvariantCulture);
        VcdTrace? trace = null;
        RunNames? names = null;
        replay.FirstViolation(found.Run, found.Property.Id, (scan, core) =>
        {
            names ??= new RunNames(model, core);
            trace ??= new VcdTrace(dump, names.Signals(inputs));
            foreach (InputChange change in changes[scan])
            {
                names.Set(change.Input, change.Reading);
            }

            table.Add(scan, core);
            trace.Sample(scan, names);
        });
        trace?.Finish(found.Run.LastScan);
        return (table.Finish(), dump.ToString());
    }

    private static string Scenario(SpecificationModel model, CoreNames names, Counterexample found)
    {
        ConcreteRun run = found.Run;
        StringBuilder text = new();
        text.Append($"# Found by `safebms-spec prove`. In the last scan {found.Property.Id} fails.\n");
        text.Append("# Once the specification is right again, this is a test that it stays so.\n");
        text.Append($"scenario: {Name(found)}\n");
        text.Append($"text: Counterexample to {found.Property.Id}, for a controller of the same specification.\n");
        text.Append($"product: {run.Product}\n");
        text.Append($"duration: {Words.Number(run.Scans)} ms\n");
        text.Append("parameters:\n");
        foreach (string name in names.Parameters.Order(StringComparer.Ordinal))
        {
            long value = run.Parameters.TryGetValue(name, out long own) ? own : Default(model, run.Product, name);
            text.Append($"  {name}: {Quoted(Words.Of(model, name, value))}\n");
        }

        text.Append(run.Retained is null ? "retained: lost\n" : string.Empty);
        foreach ((string name, _) in (run.Retained ?? new Dictionary<string, long>()).Where(one => one.Value != 0))
        {
            text.Append($"# Besides, '{name}' was retained from before; a scenario cannot say that.\n");
        }

        text.Append("inputs:\n");
        foreach (IGrouping<long, InputChange> scan in run.Changes.GroupBy(change => change.Scan))
        {
            text.Append($"  - at: {Words.Number(scan.Key)} ms\n    set:\n");
            foreach (InputChange change in scan.GroupBy(change => change.Input).Select(group => group.Last()))
            {
                string name = names.Inputs[change.Input];
                text.Append($"      {Quoted(name)}: {Quoted(Words.InScenario(model, name, change.Reading))}\n");
            }
        }

        return text.ToString();
    }

    private static long Default(SpecificationModel model, string product, string name) =>
        model.Products.First(one => one.Name == product).Overrides.Where(one => one.Parameter == name)
            .Select(one => (long?)one.Value).FirstOrDefault()
        ?? model.Parameters.Parameters.First(one => one.Name == name).Default;

    private static string Quoted(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ' ' or '-') && text is not ("off" or "on" or "none")
            ? text : $"\"{text}\"";
}
