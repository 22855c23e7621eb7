using System.Diagnostics;
using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>
/// Looks for runs by chance, on the generated code: a boat that works is disturbed, input by input, at values next to
/// what they are compared with and for times next to what the timers count. Places that were not reached before are
/// kept and continued from, so that what needs several steps is found one step at a time.
/// </summary>
internal sealed class RandomSearch
{
    private const int MostKept = 1500;
    private const int EnoughPlaces = 100;
    private const int MostScansOfARun = 3_000_000;

    private readonly SpecificationModel model;
    private readonly string product;
    private readonly CompiledCore compiled;
    private readonly InputNames names;
    private readonly Surroundings surroundings;
    private readonly Dice dice;
    private readonly Walker walker;
    private readonly List<Walker> kept = [];
    private readonly List<Walker> active = [];
    private readonly int[] activeOutputs;
    private readonly Draws draws;
    private readonly HashSet<ulong> places = [];
    private readonly int[] stateRows;
    private readonly int[][] fields;
    private readonly int[][] interesting;
    private readonly bool[] violated;
    private readonly bool[] seen;

    public RandomSearch(
        SpecificationModel model, string product, CompiledCore compiled, Vocabulary vocabulary,
        SearchFocus focus, ulong seed)
    {
        this.model = model;
        this.product = product;
        this.compiled = compiled;
        dice = new Dice(seed);
        ILoadedCore core = compiled.Create();
        names = new InputNames(model.Signals, core.Names.Inputs);
        surroundings = new Surroundings(names, core.Names.Output);
        walker = new Walker(core, names, surroundings);
        draws = new Draws(model, product, compiled.Create(), vocabulary, names, focus, dice);
        stateRows = [.. Enumerable.Range(0, core.Names.States.Count)
            .Where(row => IsPlace(core.Names.States[row]))];
        activeOutputs = [.. model.Signals.Outputs
            .Where(output => output.Type.Kind == ValueKind.Bool && focus.Outputs.Contains(output.Name))
            .Select(output => core.Names.Output(output.Name))];
        fields = [.. Enumerable.Range(0, names.Rows.Count)
            .GroupBy(input => names.Rows[input].Field).Select(group => group.ToArray())];
        interesting = [.. fields.Where(field => focus.Inputs.Contains(names.Rows[field[0]].Field))];
        violated = new bool[core.Names.Properties.Count];
        seen = new bool[core.Names.Witnesses.Count];
    }

    /// <summary>Scans so far.</summary>
    public long Scans { get; private set; }

    /// <summary>Runs that were begun or continued.</summary>
    public long Episodes { get; private set; }

    /// <summary>Places that are kept.</summary>
    public int Places => kept.Count;

    /// <summary>Searches until somebody has enough.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="mostScans">How many scans, more or less: with this limit equal seeds have equal results.</param>
    /// <param name="onViolation">Called once for each property that fails, with its index in the core and the run;
    /// true ends the search.</param>
    /// <param name="onWitness">Called once for each condition that is seen; true ends the search. Null: not
    /// followed.</param>
    public void Run(
        TimeSpan limit, long mostScans, Func<int, ConcreteRun, bool> onViolation,
        Func<int, ConcreteRun, bool>? onWitness)
    {
        Stopwatch clock = Stopwatch.StartNew();
        walker.Core.FollowsWitnesses = onWitness is not null;
        while (clock.Elapsed < limit && Scans < mostScans)
        {
            Episodes++;
            Begin();
            if (Episode(clock, limit, onViolation, onWitness))
            {
                return;
            }
        }
    }

    private bool Episode(
        Stopwatch clock, TimeSpan limit, Func<int, ConcreteRun, bool> onViolation,
        Func<int, ConcreteRun, bool>? onWitness)
    {
        int moves = dice.Of([3, 6, 12, 25]);
        for (int move = 0; move < moves && walker.Scans < MostScansOfARun; move++)
        {
            Move();
            int scans = draws.Wait();
            for (int scan = 0; scan < scans; scan++)
            {
                walker.Scan();
                Scans++;
                if (walker.Core.IsAnyViolated() && Report(onViolation))
                {
                    return true;
                }

                if ((scan & 0xFFF) == 0xFFF && clock.Elapsed > limit)
                {
                    return true;
                }
            }

            if (onWitness is not null && ReportSeen(onWitness))
            {
                return true;
            }

            if (walker.Core.IsShutdown)
            {
                return false;
            }

            Keep();
        }

        return clock.Elapsed > limit;
    }

    private bool Report(Func<int, ConcreteRun, bool> onViolation)
    {
        bool enough = false;
        for (int property = 0; property < violated.Length; property++)
        {
            if (!violated[property] && walker.Core.IsViolated(property))
            {
                violated[property] = true;
                enough |= onViolation(property, Run());
            }
        }

        return enough;
    }

    private bool ReportSeen(Func<int, ConcreteRun, bool> onWitness)
    {
        bool enough = false;
        for (int witness = 0; witness < seen.Length; witness++)
        {
            if (!seen[witness] && walker.Core.WasSeen(witness))
            {
                seen[witness] = true;
                enough |= onWitness(witness, Run());
            }
        }

        return enough;
    }

    private ConcreteRun Run() =>
        new(product, walker.Parameters, walker.Retained, Step.ToList(walker.History), walker.Scans);

    private void Begin()
    {
        if (kept.Count == 0 || dice.Percent(kept.Count < EnoughPlaces ? 25 : 8))
        {
            Start();
            return;
        }

        List<Walker> from = active.Count > 0 && dice.Percent(60) ? active : kept;

        // Of a few, the one that was continued least; young ones are mostly better than old ones.
        Walker chosen = from[dice.Below(from.Count)];
        for (int other = 0; other < 4; other++)
        {
            Walker candidate = dice.Percent(50)
                ? from[dice.Below(from.Count)] : from[^(1 + dice.Below(Math.Min(60, from.Count)))];
            chosen = candidate.Visits < chosen.Visits ? candidate : chosen;
        }

        chosen.Visits++;
        walker.CopyFrom(chosen);
        draws.LookAtTimes(Parameter);
        if (dice.Percent(30))
        {
            walker.Habits = new Habits(dice);
        }
    }

    private void Start()
    {
        Dictionary<string, long> parameters = draws.Parameters(percentUsual: 15, percentMoved: 50);
        Dictionary<string, long>? retained = DrawRetained();
        walker.Core.Start(product, parameters, retained);
        walker.Habits = new Habits(dice);
        List<(int, InputReading)> first = [];
        long Of(string name) => parameters.TryGetValue(name, out long value) ? value : draws.Default(name);
        for (int input = 0; input < names.Rows.Count; input++)
        {
            if (Exists(input, Of))
            {
                first.Add((input, new InputReading(surroundings.Usual(input, Of), 0, true)));
            }
        }

        walker.Start(parameters, retained, first);
        draws.LookAtTimes(Parameter);
    }

    // Now and then all of it is lost.
    private Dictionary<string, long>? DrawRetained()
    {
        Dictionary<string, long> retained = draws.Retained();
        return dice.Percent(5) ? null : retained;
    }

    private long Parameter(string name)
    {
        int index = walker.Core.Names.Parameter(name);
        return index >= 0 ? walker.Core.Parameter(index) : draws.Default(name);
    }

    private bool Exists(int input, Func<string, long> parameter) => MemberIndices.Of(names.Rows[input].Name)
        .Zip(MemberIndices.Counts(model.Signals, names.Rows[input].Group))
        .All(one => one.First < parameter(one.Second));

    private void Move()
    {
        int changes = dice.Of([0, 1, 1, 1, 2]);
        for (int change = 0; change < changes; change++)
        {
            // First which kind of input, then which member: there are many more cells than switches.
            int[] field = dice.Of(interesting.Length > 0 && dice.Percent(60) ? interesting : fields);
            int[] members = [.. field.Where(one => Exists(one, Parameter))];
            int input = dice.Of(members);
            bool all = members.Length > 1 && dice.Percent(50);
            InputReading reading = draws.Reading(input, walker.Scans == 0, walker.Reading, Parameter);
            int scans = draws.Wait();
            foreach (int one in all ? members : [input])
            {
                long before = walker.Reading(one).Value;
                walker.Disturb(one, reading, scans);
                if (dice.Percent(80))
                {
                    walker.Later(one, scans, dice.Percent(70) ? surroundings.Usual(one, Parameter) : before);
                }
            }
        }
    }

    private void Keep()
    {
        ulong place = 1469598103934665603;
        foreach (int row in stateRows)
        {
            place = (place ^ (ulong)walker.Core.State(row)) * 1099511628211;
        }

        if (!places.Add(place))
        {
            return;
        }

        Walker copy = new(compiled.Create(), names, surroundings);
        copy.CopyFrom(walker);
        Remember(kept, copy);
        if (activeOutputs.Any(output => walker.Core.Output(output) != 0))
        {
            Remember(active, copy);
        }
    }

    private void Remember(List<Walker> list, Walker copy)
    {
        if (list.Count < MostKept)
        {
            list.Add(copy);
        }
        else
        {
            list[dice.Below(list.Count)] = copy;
        }
    }

    // States of machines, without members of groups: which battery it is matters little.
    private static bool IsPlace(string row) =>
        row.EndsWith(".state", StringComparison.Ordinal) && !row.Contains('[', StringComparison.Ordinal);
}
