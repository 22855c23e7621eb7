using SafeBms.Certification.Semantics;
using SafeBms.Certification.Terms;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Certification.Tests.Harness;

/// <summary>The members of the groups and the instances of the machines in one scan, and folds computed over them from
/// the words of the language page.</summary>
internal sealed class Bank(SpecificationModel model, ReferenceCore core, IReadOnlyDictionary<string, long> parameters)
{
    private readonly Dictionary<string, long> last = [];
    private readonly Dictionary<string, int> rows = Enumerable.Range(0, core.Values.Count)
        .ToDictionary(core.Values.Name);

    private readonly Dictionary<string, int> inputs = Enumerable.Range(0, core.Inputs.Count)
        .ToDictionary(core.Inputs.Name);

    // Members are made once a fold, so that a reader can be kept for each.
    private readonly Dictionary<FoldForm, List<Dictionary<string, int>>> membersOf = [];
    private readonly Dictionary<(string Hole, object Member), Func<long>> readers = [];
    private readonly Dictionary<(string Hole, object Member), List<Dictionary<string, int>>> innerMembers = [];

    /// <summary>Values of the names that are no member's: thresholds in the bodies.</summary>
    public Func<string, long> Outside { get; set; } = _ => 0;

    /// <summary>Value and validity of a fold.</summary>
    public (long Number, bool IsValid) Compute(FoldForm fold) => Compute(fold, Members(fold));

    /// <summary>All configured members that a fold looks at: where each walk stands.</summary>
    public List<Dictionary<string, int>> Members(FoldForm fold)
    {
        if (membersOf.TryGetValue(fold, out List<Dictionary<string, int>>? known))
        {
            return known;
        }

        List<Dictionary<string, int>> members = [[]];
        foreach (string path in fold.Paths)
        {
            members = [.. members.SelectMany(outer => Enumerable.Range(0, CountOf(path))
                .Select(index => new Dictionary<string, int>(outer) { [path] = index }))];
        }

        membersOf.Add(fold, members);
        return members;
    }

    /// <summary>A term of a body at one member.</summary>
    public long At(Term term, IReadOnlyDictionary<string, int> member) =>
        new Evaluator(name => name[0] == '?' ? Field(name[1..], member) : Outside(name)).Evaluate(term);

    /// <summary>A field of a member; where a walk is missing, its first member.</summary>
    public long Field(string hole, IReadOnlyDictionary<string, int> member)
    {
        if (!readers.TryGetValue((hole, member), out Func<long>? reader))
        {
            reader = ReaderOf(hole, member);
            readers.Add((hole, member), reader);
        }

        return reader();
    }

    private Func<long> ReaderOf(string hole, IReadOnlyDictionary<string, int> member)
    {
        string aspect = hole.Split('.')[^1] is "valid" or "new" or "age" ? hole.Split('.')[^1] : string.Empty;
        string field = aspect.Length > 0 ? hole[..^(aspect.Length + 1)] : hole;
        if (field.StartsWith("inner ", StringComparison.Ordinal))
        {
            return () => Inner(field, aspect, member);
        }

        if (field.StartsWith("now ", StringComparison.Ordinal) || field.StartsWith("last ", StringComparison.Ordinal))
        {
            return Output(field, aspect, member);
        }

        int dot = field.LastIndexOf('.');
        string path = field[..dot];
        string flat = string.Empty;
        string walked = string.Empty;
        foreach (string part in path.Split('.'))
        {
            walked = walked.Length == 0 ? part : $"{walked}.{part}";
            flat += $"{part}[{member.GetValueOrDefault(walked)}].";
        }

        int input = inputs[flat + field[(dot + 1)..]];
        return () => Border.Aspect(core.Inputs.Info(input), model.Signals, core.Inputs[input], aspect);
    }

    /// <summary>What is now becomes what was.</summary>
    public void KeepLast()
    {
        foreach ((string name, int row) in rows)
        {
            last[name] = core.Values.Get(row);
        }
    }

    /// <summary>Folds inside of bodies.</summary>
    public IReadOnlyDictionary<string, FoldForm> InnerFolds { get; set; } = new Dictionary<string, FoldForm>();

    private long Inner(string field, string aspect, IReadOnlyDictionary<string, int> member)
    {
        FoldForm fold = InnerFolds[field];
        if (!innerMembers.TryGetValue((field, member), out List<Dictionary<string, int>>? members))
        {
            members = [.. Members(fold).Select(inner =>
                new Dictionary<string, int>([.. member.Where(item => !inner.ContainsKey(item.Key)), .. inner]))];
            innerMembers.Add((field, member), members);
        }

        (long number, bool isValid) = Compute(fold, members);
        return aspect == "valid" ? (isValid ? 1 : 0) : number;
    }

    private Func<long> Output(string field, string aspect, IReadOnlyDictionary<string, int> member)
    {
        int dot = field.LastIndexOf('.');
        string path = field[..dot];
        string machine = path[(path.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        string name = $"{machine}[{member.GetValueOrDefault(path)}].{field[(dot + 1)..]}";
        name = aspect.Length > 0 ? $"{name}.{aspect}" : name;
        int row = rows[name];
        return path.StartsWith("now ", StringComparison.Ordinal) ? () => core.Values.Get(row) : () => last[name];
    }

    private (long Number, bool IsValid) Compute(FoldForm fold, List<Dictionary<string, int>> members)
    {
        bool IsValid(Dictionary<string, int> member) => At(fold.BodyValid, member) != 0;
        long Number(Dictionary<string, int> member) => At(fold.BodyNumber, member);
        bool IsTrue(Dictionary<string, int> member) => IsValid(member) && Number(member) != 0;
        List<long> valid = [.. members.Where(IsValid).Select(Number)];
        return fold.Kind switch
        {
            FoldKind.Any => (members.Any(IsTrue) ? 1 : 0, true),
            FoldKind.All => (members.All(IsTrue) ? 1 : 0, true),
            FoldKind.Count => (members.Count(IsTrue), true),
            FoldKind.Sum => (members.Sum(Number), valid.Count == members.Count),
            FoldKind.Min => (valid.Count > 0 ? valid.Min() : 0, valid.Count > 0),
            _ => (valid.Count > 0 ? valid.Max() : 0, valid.Count > 0),
        };
    }

    private int CountOf(string path)
    {
        string machine = path[(path.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        string group = path.Contains(' ', StringComparison.Ordinal)
            ? model.Machines.Single(item => item.Name == machine).InstanceGroup
            : path;
        IEnumerable<GroupInfo> groups = model.Signals.Groups;
        GroupInfo? found = null;
        foreach (string part in group.Split('.'))
        {
            found = groups.Single(item => item.Name == part);
            groups = found.Groups;
        }

        return (int)parameters[found!.ConfiguredParameter];
    }
}
