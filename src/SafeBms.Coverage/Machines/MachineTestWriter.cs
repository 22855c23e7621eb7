using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SafeBms.Generator;
using SafeBms.Generator.Emit;
using SafeBms.Specification.Model;

namespace SafeBms.Coverage.Machines;

/// <summary>Tests of a machine as a file that a person can read.</summary>
public sealed class MachineTestWriter
{
    /// <summary>How files of tests end.</summary>
    public const string Suffix = ".machine-test.yaml";

    private readonly SpecificationModel model;
    private readonly MachineInfo machine;
    private readonly ValueWords words;
    private readonly IReadOnlyList<Drive> drives;

    /// <summary>Of a machine.</summary>
    public MachineTestWriter(SpecificationModel model, MachineInfo machine)
    {
        this.model = model ?? throw new ArgumentNullException(nameof(model));
        this.machine = machine ?? throw new ArgumentNullException(nameof(machine));
        words = new ValueWords(model);
        drives = Drive.Of(model, machine);
    }

    /// <summary>The whole file.</summary>
    public string Write(IReadOnlyList<MachineTest> tests)
    {
        ArgumentNullException.ThrowIfNull(tests);
        StringBuilder text = new();
        Line(
            text,
            $"# Tests of the machine {machine.Name}: its generated code and the reference interpreter, with all");
        Line(text, "# that it reads set from outside. Written by 'safebms-spec generate-tests'; after a change of the");
        Line(text, "# specification run that again and look at the difference.");
        Line(
            text,
            "# `set` stays until it is set again; an input is a new sample in each scan, with `once` only in the");
        Line(text, "# first one, with `stale` too old; `own` is what the machine itself wrote before.");
        Line(text, "# `none` was never received, or is invalid. `expect` names what differs from the step before.");
        Line(text, $"machine: {machine.Name}");
        Line(text, $"fingerprint: {Fingerprint()}");
        Line(text, tests.Count == 0 ? "tests: []" : "tests:");
        foreach (MachineTest test in tests)
        {
            Write(text, test);
        }

        return text.ToString();
    }

    /// <summary>A number that changes when the generated code of the machine does, or a parameter that it reads;
    /// comments and places do not count.</summary>
    public string Fingerprint()
    {
        GeneratedFile file = SpecificationEmitter.EmitMachine(machine, EmitContext.Of(model));
        StringBuilder essence = new();
        foreach (string line in file.Text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("internal static class", StringComparison.Ordinal))
            {
                break;
            }

            if (!line.StartsWith("//", StringComparison.Ordinal))
            {
                Line(essence, line);
            }
        }

        foreach (ParameterInfo parameter in model.Parameters.Parameters.Where(p => machine.Parameters.Contains(p.Name)))
        {
            Line(essence, string.Create(CultureInfo.InvariantCulture,
                $"{parameter.Name} {parameter.Default} {parameter.Type.Min} {parameter.Type.Max}"));
        }

        Line(essence, string.Join(' ', drives.Select(drive => drive.Name)));
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(essence.ToString()));
        return Convert.ToHexStringLower(hash)[..16];
    }

    private void Write(StringBuilder text, MachineTest test)
    {
        Line(text, $"  - test: {test.Name}");
        Line(text, "    reaches:");
        foreach (string reached in test.Reaches)
        {
            Line(text, $"      - {Quoted(reached)}");
        }

        Line(text, $"    product: {test.Start.Product}");
        WriteMap(text, "parameters", test.Start.Parameters, name =>
            model.Parameters.Parameters.First(parameter => parameter.Name == name).Type);
        WriteMap(text, "retained", test.Start.Retained, name =>
            machine.Variables.First(variable => variable.Name == name).Type);
        Line(text, "    steps:");
        foreach (TestStep step in test.Steps)
        {
            IEnumerable<string> set = step.Set.Select(pair =>
                $"{Key(drives[pair.Key].Name)}: {words.Print(drives[pair.Key], pair.Value)}");
            IEnumerable<string> expect = step.Expect.Select(pair =>
                $"{pair.Key}: {words.Print(ValueWords.TypeOf(machine, pair.Key)!, pair.Value)}");
            Line(text, string.Create(CultureInfo.InvariantCulture,
                $"      - {{ set: {Map(set)}, scans: {step.Scans}, expect: {Map(expect)} }}"));
        }
    }

    private void WriteMap(
        StringBuilder text, string key, IReadOnlyDictionary<string, long> values, Func<string, ExprType> typeOf)
    {
        if (values.Count > 0)
        {
            IEnumerable<string> items = values.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}: {words.Print(typeOf(pair.Key), pair.Value)}");
            Line(text, $"    {key}: {Map(items)}");
        }
    }

    private static string Map(IEnumerable<string> items)
    {
        string inner = string.Join(", ", items);
        return inner.Length == 0 ? "{}" : "{ " + inner + " }";
    }

    // Brackets would begin a list.
    private static string Key(string name) => name.Contains('[', StringComparison.Ordinal) ? $"\"{name}\"" : name;

    private static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
