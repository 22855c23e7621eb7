using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SafeBms.Generator;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>A machine of a mutant as generated C#, to be compiled beside the original.</summary>
/// <param name="Number">From 1, unique within a workshop.</param>
/// <param name="Machine">The machine, of the original.</param>
/// <param name="Text">The mutant's generated file without comments.</param>
internal sealed record MutantMachine(int Number, MachineInfo Machine, string Text);

/// <summary>
/// The sources of a core in which many wrong machines lie beside the right ones. One of them can take the place of its
/// original; or all of them watch: each gets what its original gets, scan by scan, until its outputs differ from the
/// original's for the first time. Up to that scan it would have changed nothing, so a run in which none differs needs
/// not be played with the mutant.
/// </summary>
internal static partial class WorkshopSource
{
    internal const string LabType = "SafeBms.Core.MutantLab";

    // A method with many calls of many arguments is compiled without optimisation; so a few at a time.
    private const int CallsInOneMethod = 40;

    internal static Dictionary<string, string> Of(
        SpecificationModel model, IReadOnlyDictionary<string, string> original, IReadOnlyList<MutantMachine> mutants)
    {
        Dictionary<string, string> sources = new(original, StringComparer.Ordinal);
        StringBuilder resets = new();
        string core = sources["SafetyCore.g.cs"];
        foreach (IGrouping<string, MutantMachine> group in mutants.GroupBy(mutant => mutant.Machine.Name))
        {
            MachineInfo machine = group.First().Machine;
            string name = SpecificationEmitter.MachineClass(machine);
            Signature signature = Signature.Of(GeneratedText.Bare(original[FileOf(name)]), name);
            string place = machine.InstanceGroup.Length > 0 ? "i" : "0";
            core = core.Replace($"        {name}.Scan(", $"        {name}Hub.Scan({place}, ", StringComparison.Ordinal);
            sources[$"Mutants/{name}Hub.cs"] = Hub(name, signature, [.. group]);
            int capacity = Capacity(model, machine);
            foreach (MutantMachine mutant in group)
            {
                string own = $"{name}_{mutant.Number.ToString(CultureInfo.InvariantCulture)}";
                sources[$"Mutants/{own}.cs"] =
                    Renamed(mutant.Text, name, own) + Shadow(mutant, name, own, signature, capacity);
                resets.Append(CultureInfo.InvariantCulture, $"            case {mutant.Number}: ")
                    .Append(CultureInfo.InvariantCulture, $"{own}Shadow.Reset(state); break;\n");
            }
        }

        sources["SafetyCore.g.cs"] = Hook(core);
        sources["Mutants/MutantLab.cs"] = Lab(mutants.Count, resets.ToString());
        return sources;
    }

    /// <summary>File of a machine among the generated ones.</summary>
    internal static string FileOf(string machineClass) => $"Machines/{machineClass[..^"Machine".Length]}.g.cs";

    /// <summary>Whether a mutant's machine can stand in for the original: it is called in the same way.</summary>
    internal static bool FitsIn(string original, string mutant, string machineClass) =>
        Signature.Of(original, machineClass) == Signature.Of(mutant, machineClass);

    private static string Renamed(string text, string name, string own) =>
        Regex.Replace(text, $@"\b{name}\b", own, RegexOptions.CultureInvariant);

    private static int Capacity(SpecificationModel model, MachineInfo machine) => machine.InstanceGroup.Length == 0
        ? 1
        : model.Signals.Groups.Single(group => group.Name == machine.InstanceGroup).Capacity;

    // The lab counts scans and begins anew with each start.
    private static string Hook(string core)
    {
        const string Scan = "        Validity.Update(inputs, p, ref state.Inputs);";
        const string Started = "        state.MonitorBefore = state.Monitor;\n        return true;";
        return core.Contains(Scan, StringComparison.Ordinal) && core.Contains(Started, StringComparison.Ordinal)
            ? core.Replace(Scan, "        MutantLab.Now++;\n" + Scan, StringComparison.Ordinal)
                .Replace(Started, "        MutantLab.Reset(state);\n" + Started, StringComparison.Ordinal)
            : throw new InvalidOperationException(
                "the workshop does not know its way in the generated SafetyCore.g.cs");
    }

    // Calls the mutant that is active instead of the original, or the original and then all that watch.
    private static string Hub(string name, Signature signature, IReadOnlyList<MutantMachine> mutants)
    {
        string head = $"(int at, {signature.Parameters}, in ParameterSet p,";
        string given = $"(at, {signature.Arguments}, p,";
        StringBuilder cases = new();
        StringBuilder watchers = new();
        StringBuilder parts = new();
        for (int from = 0; from < mutants.Count; from += CallsInOneMethod)
        {
            watchers.Append(CultureInfo.InvariantCulture, $"            Watch{from}{given} m);\n");
            parts.Append(CultureInfo.InvariantCulture, $"    private static void Watch{from}{head}")
                .Append(CultureInfo.InvariantCulture, $" in {name}.Memory m)\n    {{\n");
            foreach (MutantMachine mutant in mutants.Skip(from).Take(CallsInOneMethod))
            {
                string shadow = string.Create(CultureInfo.InvariantCulture, $"{name}_{mutant.Number}Shadow");
                parts.Append(CultureInfo.InvariantCulture, $"        if (MutantLab.DivergedAt[{mutant.Number}] < 0) ")
                    .Append(CultureInfo.InvariantCulture, $"{{ {shadow}.Watch{given} m); }}\n");
                cases.Append(CultureInfo.InvariantCulture, $"            case {mutant.Number}: ")
                    .Append(CultureInfo.InvariantCulture, $"{shadow}.Run{given} ref m); return;\n");
            }

            parts.Append("    }\n");
        }

        return $$"""
            {{Head}}internal static class {{name}}Hub
            {
                internal static void Scan{{head}} ref {{name}}.Memory m)
                {
                    switch (MutantLab.Active)
                    {
            {{cases}}        }
                    {{name}}.Scan({{signature.Arguments}}, p, ref m);
                    if (MutantLab.Watches)
                    {
            {{watchers}}        }
                }
            {{parts}}}

            """;
    }

    private static string Shadow(MutantMachine mutant, string name, string own, Signature signature, int capacity)
    {
        MachineInfo machine = mutant.Machine;
        string field = name[..^"Machine".Length];
        string access = machine.InstanceGroup.Length > 0 ? $"{field}[at]" : field;
        StringBuilder differs = new(machine.States.Count > 0 ? "(int)mine.State != (int)m.State" : "false");
        StringBuilder copies = new(
            machine.States.Count > 0 ? $"        m.State = ({name}.State)(int)mine.State;\n" : string.Empty);
        StringBuilder retained = new();
        foreach (MachineOutputInfo output in machine.Outputs)
        {
            string item = SpecificationEmitter.OutputField(output);
            differs.Append(output.Type.MayBeInvalid
                ? $" || mine.{item}.Value != m.{item}.Value || mine.{item}.IsValid != m.{item}.IsValid"
                : $" || mine.{item} != m.{item}");
            copies.Append(CultureInfo.InvariantCulture, $"        m.{item} = mine.{item};\n");
        }

        foreach (VariableInfo variable in machine.Variables)
        {
            string item = SpecificationEmitter.VariableField(variable);
            copies.Append(CultureInfo.InvariantCulture, $"        m.{item} = mine.{item};\n");
            if (variable.Retain)
            {
                retained.Append(
                    CultureInfo.InvariantCulture, $"            Memory[at].{item} = state.{access}.{item};\n");
            }
        }

        return $$"""
            internal static class {{own}}Shadow
            {
                private static readonly {{own}}.Memory[] Memory = new {{own}}.Memory[{{capacity}}];
                internal static void Reset(in CoreState state)
                {
                    for (int at = 0; at < Memory.Length; at++)
                    {
                        {{own}}.Reset(state.Parameters, ref Memory[at]);
            {{retained}}        }
                }
                internal static void Watch(int at, {{signature.Parameters}}, in ParameterSet p, in {{name}}.Memory m)
                {
                    ref {{own}}.Memory mine = ref Memory[at];
                    {{own}}.Scan({{signature.Arguments}}, p, ref mine);
                    if ({{differs}}) { MutantLab.DivergedAt[{{mutant.Number}}] = MutantLab.Now; }
                }
                internal static void Run(int at, {{signature.Parameters}}, in ParameterSet p, ref {{name}}.Memory m)
                {
                    ref {{own}}.Memory mine = ref Memory[at];
                    {{own}}.Scan({{signature.Arguments}}, p, ref mine);
            {{copies}}    }
            }

            """;
    }

    private static string Lab(int count, string resets) => $$"""
        {{Head}}public static class MutantLab
        {
            public static int Active;
            public static bool Watches;
            public static int Now = -1;
            public static readonly int[] DivergedAt = new int[{{count + 1}}];

            public static int[] Select(int active, bool watches)
            {
                Active = active;
                Watches = watches;
                Now = -1;
                Array.Fill(DivergedAt, -1);
                return DivergedAt;
            }

            internal static void Reset(in CoreState state)
            {
                if (Active > 0) { Reset(Active, state); }
                if (Watches) { for (int mutant = 1; mutant < DivergedAt.Length; mutant++) { Reset(mutant, state); } }
            }

            private static void Reset(int mutant, in CoreState state)
            {
                switch (mutant)
                {
        {{resets}}        }
            }
        }

        """;

    private const string Head = "#nullable enable\nusing System;\nnamespace SafeBms.Core;\n\n";

    /// <summary>What a machine is called with: the parameters before <c>p</c> and <c>m</c>, and their names.</summary>
    private sealed record Signature(string Parameters, string Arguments)
    {
        internal static Signature Of(string text, string machineClass)
        {
            Match match = ScanHead().Match(text);
            if (!match.Success)
            {
                throw new InvalidOperationException($"the generated class {machineClass} has no Scan as it used to be");
            }

            string parameters = Regex.Replace(match.Groups[1].Value.Trim().TrimEnd(','), @"\s+", " ");
            string[] names = [.. parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Select(parameter => parameter.Split(' ')[^1])];
            return new Signature(parameters, string.Join(", ", names));
        }
    }

    [GeneratedRegex(@"public static void Scan\((.*?)in ParameterSet p,\s*ref Memory m\)", RegexOptions.Singleline)]
    private static partial Regex ScanHead();
}
