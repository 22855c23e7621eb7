using SafeBms.Interpreter;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Sampling;

/// <summary>
/// Runs a system under readings that come from elsewhere (a simulated boat), and keeps states that it was in. The
/// readings need not fit this system: whatever it does under them it can really do.
/// </summary>
public sealed class OpenLoopRun
{
    private const int PerCombination = 4;

    private readonly TransitionSystem system;
    private readonly Dictionary<Term, int> places = [];
    private readonly CompiledTerms scan;
    private readonly CompiledTerms start;
    private readonly CompiledTerms bodies;
    private readonly ScalarPlace[] scalars;
    private readonly MemberPlace[] fields;
    private readonly GroupInfo[] groups;
    private readonly string[] conditions;
    private readonly long[] values;
    private readonly long[] results;
    private readonly long[] bodyResults;
    private readonly Dictionary<ulong, int> seen = [];
    private readonly List<long[]> samples = [];
    private readonly Dictionary<string, int> inputIndex;
    private int[][] members = [];

    private sealed record ScalarPlace(InputVariables Variables, int Index);

    private sealed record MemberPlace(InputVariables Variables, string Group, string Field);

    /// <summary>Compiles the system.</summary>
    /// <param name="system">The whole system.</param>
    /// <param name="model">The specification, for the groups of inputs.</param>
    /// <param name="inputNames">Flat names (<c>battery[3].cell[7].voltage</c>) in the order of the readings.</param>
    public OpenLoopRun(TransitionSystem system, SpecificationModel model, IReadOnlyList<string> inputNames)
    {
        this.system = system;
        inputIndex = inputNames.Select((name, index) => (name, index))
            .ToDictionary(one => one.name, one => one.index, StringComparer.Ordinal);
        foreach (Term variable in system.States.Select(state => state.Variable)
            .Concat(system.Parameters.Select(one => one.Variable)).Concat(system.Inputs.Select(one => one.Variable))
            .Concat(system.Makeup.MemberFields.SelectMany(one => new[] { one.Number, one.Valid, one.IsNew, one.Age })))
        {
            places.TryAdd(variable, places.Count);
        }

        conditions = [.. system.Conditions.Keys];
        scan = new CompiledTerms(places, [.. system.States.Select(state => state.Next), .. system.Conditions.Values]);
        start = new CompiledTerms(places, [.. system.States.Select(state => state.Initial ?? system.Pool.Int(0))]);
        bodies = new CompiledTerms(
            places, [.. system.Makeup.Folds.SelectMany(fold => new[] { fold.BodyNumber, fold.BodyValid })]);
        values = new long[places.Count];
        results = new long[system.States.Count + conditions.Length];
        bodyResults = new long[system.Makeup.Folds.Count * 2];
        scalars = [.. system.Makeup.Scalars.Where(one => inputIndex.ContainsKey(one.Name))
            .Select(one => new ScalarPlace(one, inputIndex[one.Name]))];
        fields = [.. system.Makeup.MemberFields.Select(one => new MemberPlace(
            one, one.Name[..one.Name.LastIndexOf('.')], one.Name[(one.Name.LastIndexOf('.') + 1)..]))];
        groups = [.. model.Signals.Groups];
    }

    /// <summary>States (values of the state variables, then of the parameters) that were met.</summary>
    public IReadOnlyList<long[]> Samples => samples;

    /// <summary>Power-on with some parameters; those that are not given have their usual value.</summary>
    public void Start(Func<string, long?> parameterValue)
    {
        Array.Clear(values);
        foreach (FreeVariable parameter in system.Parameters)
        {
            string name = parameter.Variable.Name["parameter.".Length..];
            values[places[parameter.Variable]] = parameterValue(name) ?? parameter.Usual;
        }

        start.Run(values, results);
        Array.Copy(results, values, system.States.Count);
        members = [.. Pairs(parameterValue)];
        Keep();
    }

    /// <summary>One scan.</summary>
    public void Scan(ReadOnlySpan<InputReading> readings)
    {
        foreach (ScalarPlace scalar in scalars)
        {
            Set(scalar.Variables, readings[scalar.Index]);
        }

        Fold(readings);
        scan.Run(values, results);
        Array.Copy(results, values, system.States.Count);
        Keep();
    }

    /// <summary>Values of the state variables after the last scan, in the order of the system.</summary>
    public ReadOnlySpan<long> State => values.AsSpan(0, system.States.Count);

    /// <summary>Whether a condition of the system held in the last scan.</summary>
    public bool Holds(string condition) =>
        results[system.States.Count + Array.IndexOf(conditions, condition)] != 0;

    // One row a member of the innermost group: which reading each field comes from.
    private IEnumerable<int[]> Pairs(Func<string, long?> parameterValue)
    {
        foreach (GroupInfo outer in groups)
        {
            long outers = parameterValue(outer.ConfiguredParameter) ?? 1;
            GroupInfo? inner = outer.Groups.Count > 0 ? outer.Groups[0] : null;
            long inners = inner is null ? 1 : parameterValue(inner.ConfiguredParameter) ?? 1;
            for (int o = 0; o < outers; o++)
            {
                for (int i = 0; i < inners; i++)
                {
                    yield return [.. fields.Select(field => inputIndex[field.Group == outer.Path
                        ? $"{outer.Name}[{o}].{field.Field}"
                        : $"{outer.Name}[{o}].{inner!.Name}[{i}].{field.Field}"])];
                }
            }
        }
    }

    private void Set(InputVariables input, InputReading reading)
    {
        InputInfo info = input.Info;
        long number = info.Clamp ? Math.Clamp(reading.Value, info.Type.Min, info.Type.Max) : reading.Value;
        bool valid = reading.Accepted && reading.Age_ms <= info.MaxAge_ms
            && number >= info.Type.Min && number <= info.Type.Max;
        values[places[input.Number]] = number;
        values[places[input.Valid]] = valid ? 1 : 0;
        values[places[input.IsNew]] = valid && reading.Age_ms == 0 ? 1 : 0;
        values[places[input.Age]] = reading.Accepted ? reading.Age_ms : int.MaxValue;
    }

    private void Fold(ReadOnlySpan<InputReading> readings)
    {
        IReadOnlyList<FoldVariables> folds = system.Makeup.Folds;
        for (int member = 0; member < members.Length; member++)
        {
            for (int field = 0; field < fields.Length; field++)
            {
                Set(fields[field].Variables, readings[members[member][field]]);
            }

            bodies.Run(values, bodyResults);
            for (int fold = 0; fold < folds.Count; fold++)
            {
                Gather(folds[fold], member == 0, bodyResults[fold * 2], bodyResults[(fold * 2) + 1] != 0);
            }
        }
    }

    private void Gather(FoldVariables fold, bool first, long number, bool valid)
    {
        ref long result = ref values[places[fold.Number]];
        bool optional = fold.Kind is FoldKind.Min or FoldKind.Max or FoldKind.Sum;
        long before = first ? (fold.Kind == FoldKind.All ? 1 : 0) : result;
        if (!optional)
        {
            result = fold.Kind == FoldKind.Any ? before | number
                : fold.Kind == FoldKind.All ? before & number : before + number;
            return;
        }

        ref long known = ref values[places[fold.Valid]];
        long knownBefore = first ? (fold.Kind == FoldKind.Sum ? 1 : 0) : known;
        if (fold.Kind == FoldKind.Sum)
        {
            (result, known) = (before + number, knownBefore & (valid ? 1 : 0));
        }
        else
        {
            bool beyond = fold.Kind == FoldKind.Min ? number < before : number > before;
            bool better = valid && (knownBefore == 0 || beyond);
            (result, known) = (better ? number : before, valid ? 1 : knownBefore);
        }
    }

    private void Keep()
    {
        ulong combination = 14695981039346656037;
        for (int index = 0; index < system.States.Count; index++)
        {
            long part = system.States[index].IsCounter ? Math.Sign(values[index]) : values[index];
            combination = (combination ^ (ulong)part) * 1099511628211;
        }

        int count = seen.GetValueOrDefault(combination);
        seen[combination] = count + 1;
        if (count < PerCombination || (count & (count - 1)) == 0)
        {
            samples.Add(values[..(system.States.Count + system.Parameters.Count)]);
        }
    }
}
