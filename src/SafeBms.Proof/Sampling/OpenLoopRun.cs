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
    private const int PerCombination = 12;

    private readonly TransitionSystem system;
    private readonly Dictionary<Term, int> places = [];
    private readonly CompiledTerms scan;
    private readonly CompiledTerms start;
    private readonly SystemInputs inputs;
    private readonly Dictionary<string, int> conditions;
    private readonly long[] values;
    private readonly long[] results;
    private readonly Dictionary<ulong, int> seen = [];
    private readonly List<long[]> samples = [];

    /// <summary>Compiles the system.</summary>
    /// <param name="system">The whole system.</param>
    /// <param name="model">The specification, for the groups of inputs.</param>
    /// <param name="inputNames">Flat names (<c>battery[3].cell[7].voltage</c>) in the order of the readings.</param>
    public OpenLoopRun(TransitionSystem system, SpecificationModel model, IReadOnlyList<string> inputNames)
    {
        this.system = system;
        foreach (Term variable in VariablesOf(system))
        {
            places.TryAdd(variable, places.Count);
        }

        conditions = system.Conditions.Keys.Select((name, index) => (name, index))
            .ToDictionary(one => one.name, one => system.States.Count + one.index, StringComparer.Ordinal);
        scan = new CompiledTerms(places, [.. system.States.Select(state => state.Next), .. system.Conditions.Values]);
        start = new CompiledTerms(places, [.. system.States.Select(state => state.Initial ?? system.Pool.Int(0))]);
        inputs = new SystemInputs(system, model, inputNames, places);
        values = new long[places.Count];
        results = new long[system.States.Count + conditions.Count];
    }

    /// <summary>Everything that has a value in a scan, the state variables first and in order, then parameters and free
    /// values.</summary>
    internal static IEnumerable<Term> VariablesOf(TransitionSystem system) =>
        system.States.Select(state => state.Variable)
            .Concat(system.Parameters.Select(one => one.Variable)).Concat(system.Inputs.Select(one => one.Variable))
            .Concat(system.Makeup.MemberFields.SelectMany(one => new[] { one.Number, one.Valid, one.IsNew, one.Age }));

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
        inputs.Start(parameterValue);
        Keep();
    }

    /// <summary>One scan.</summary>
    public void Scan(ReadOnlySpan<InputReading> readings)
    {
        inputs.SetAll(readings, values);
        scan.Run(values, results);
        Array.Copy(results, values, system.States.Count);
        Keep();
    }

    /// <summary>Values of the state variables after the last scan, in the order of the system.</summary>
    public ReadOnlySpan<long> State => values.AsSpan(0, system.States.Count);

    /// <summary>Whether a condition of the system held in the last scan.</summary>
    public bool Holds(string condition) => results[conditions[condition]] != 0;

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
