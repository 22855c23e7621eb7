using SafeBms.Interpreter;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Sampling;

/// <summary>Makes the free values of a system out of readings: whether an input is valid and new, and what the folds
/// over the bank come to.</summary>
internal sealed class SystemInputs
{
    private readonly IReadOnlyList<FoldVariables> folds;
    private readonly IReadOnlyDictionary<Term, int> places;
    private readonly CompiledTerms bodies;
    private readonly long[] bodyResults;
    private readonly InputVariables?[] scalars;
    private readonly MemberPlace[] fields;
    private readonly GroupInfo[] groups;
    private readonly Dictionary<string, int> inputIndex;
    private long[] counts = [-1];
    private int[][] members = [];

    private sealed record MemberPlace(InputVariables Variables, string Group, string Field);

    /// <summary>For a system whose variables have places.</summary>
    /// <param name="system">The whole system.</param>
    /// <param name="model">The specification, for the groups of inputs.</param>
    /// <param name="inputNames">Flat names (<c>battery[3].cell[7].voltage</c>) in the order of the readings.</param>
    /// <param name="places">Where each variable stands; the fields of the template member have places too.</param>
    public SystemInputs(
        TransitionSystem system, SpecificationModel model, IReadOnlyList<string> inputNames,
        IReadOnlyDictionary<Term, int> places)
    {
        this.places = places;
        folds = system.Makeup.Folds;
        bodies = new CompiledTerms(places, [.. folds.SelectMany(fold => new[] { fold.BodyNumber, fold.BodyValid })]);
        bodyResults = new long[folds.Count * 2];
        inputIndex = inputNames.Select((name, index) => (name, index))
            .ToDictionary(one => one.name, one => one.index, StringComparer.Ordinal);
        scalars = new InputVariables?[inputNames.Count];
        foreach (InputVariables scalar in system.Makeup.Scalars)
        {
            if (inputIndex.TryGetValue(scalar.Name, out int index))
            {
                scalars[index] = scalar;
            }
        }

        fields = [.. system.Makeup.MemberFields.Select(one => new MemberPlace(
            one, one.Name[..one.Name.LastIndexOf('.')], one.Name[(one.Name.LastIndexOf('.') + 1)..]))];
        groups = [.. model.Signals.Groups];
    }

    /// <summary>Looks at how many members there are.</summary>
    public void Start(Func<string, long?> parameterValue)
    {
        long[] now = [.. groups.SelectMany(group => group.Groups.Prepend(group))
            .Select(group => parameterValue(group.ConfiguredParameter) ?? 1)];
        if (!now.AsSpan().SequenceEqual(counts))
        {
            counts = now;
            members = [.. Pairs(parameterValue)];
        }
    }

    /// <summary>Sets everything from the readings of a scan.</summary>
    public void SetAll(ReadOnlySpan<InputReading> readings, long[] values)
    {
        for (int index = 0; index < scalars.Length; index++)
        {
            if (scalars[index] is { } scalar)
            {
                Set(scalar, readings[index], values);
            }
        }

        Fold(readings, values);
    }

    /// <summary>Sets one input that belongs to no group.</summary>
    /// <returns>False if it does: <see cref="Fold"/> is due then.</returns>
    public bool Set(int input, InputReading reading, long[] values)
    {
        if (scalars[input] is { } scalar)
        {
            Set(scalar, reading, values);
            return true;
        }

        return false;
    }

    /// <summary>Works the folds out.</summary>
    public void Fold(ReadOnlySpan<InputReading> readings, long[] values)
    {
        for (int member = 0; member < members.Length; member++)
        {
            for (int field = 0; field < fields.Length; field++)
            {
                Set(fields[field].Variables, readings[members[member][field]], values);
            }

            bodies.Run(values, bodyResults);
            for (int fold = 0; fold < folds.Count; fold++)
            {
                Gather(
                    folds[fold], member == 0, bodyResults[fold * 2], bodyResults[(fold * 2) + 1] != 0, values);
            }
        }
    }

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

    private void Set(InputVariables input, InputReading reading, long[] values)
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

    private void Gather(FoldVariables fold, bool first, long number, bool valid, long[] values)
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
}
