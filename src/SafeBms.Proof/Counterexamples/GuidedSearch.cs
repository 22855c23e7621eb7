using System.Diagnostics;
using SafeBms.Interpreter;
using SafeBms.Laboratory;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;

namespace SafeBms.Proof.Counterexamples;

/// <summary>
/// Looks for a run in which one property fails, on the formula of the whole system: a boat that works is disturbed,
/// and time leaps from one thing that happens to the next. Moments that are new, or nearer to a failure than others
/// like them, are kept and gone on from.
/// </summary>
internal sealed class GuidedSearch
{
    private const long MostScansOfARun = 2_000_000;
    private const int MostEventsOfAWait = 60;
    private const int Candidates = 12;
    private const long StepsOfARound = 30_000;

    private static readonly string[] Worlds =
        ["the product as it is", "times as short as may be", "parameters by chance"];

    private readonly SpecificationModel model;
    private readonly string product;
    private readonly LeapingWalker walker;
    private readonly InputNames names;
    private readonly Surroundings surroundings;
    private readonly Draws draws;
    private readonly Dice dice;
    private readonly FailureDistance distance;
    private readonly PlaceOf placeOf;
    private readonly int target;
    private readonly int[] judged;
    private readonly int[] endings;
    private readonly int[][] fields;
    private readonly int[][] interesting;
    private readonly int[][] near;
    private readonly IReadOnlySet<int> doubted;
    private readonly Archive[] archives = [new Archive(), new Archive(), new Archive()];
    private Archive archive;
    private Dictionary<string, long> parameters = [];
    private int round;
    private bool isOver;

    /// <param name="model">The specification.</param>
    /// <param name="product">Name of the product.</param>
    /// <param name="property">What the search is guided by.</param>
    /// <param name="core">Names, and which parameters are accepted.</param>
    /// <param name="run">The formula; searches that take turns may share it.</param>
    /// <param name="vocabulary">Numbers that matter.</param>
    /// <param name="seed">Equal seeds search alike.</param>
    /// <param name="others">Ids of properties whose failure, met by the way, counts as well.</param>
    /// <param name="suspect">A machine that is probably wrong; empty for none.</param>
    public GuidedSearch(
        SpecificationModel model, string product, PropertyInfo property, ILoadedCore core, LeapingRun run,
        Vocabulary vocabulary, ulong seed, IReadOnlyCollection<string>? others = null, string suspect = "")
    {
        this.model = model;
        this.product = product;
        archive = archives[0];
        dice = new Dice(seed);
        SearchFocus focus = SearchFocus.For(model, [property]).With(model, suspect);
        names = new InputNames(model.Signals, core.Names.Inputs);
        surroundings = new Surroundings(names, core.Names.Output);
        walker = new LeapingWalker(run, names, surroundings, core.Names.Outputs);
        draws = new Draws(model, product, core, vocabulary, names, focus, dice);
        distance = new FailureDistance(run.System.Conditions[property.Id], run.Places);
        placeOf = new PlaceOf(model, run.System, property);
        target = run.Conditions.ToList().IndexOf(property.Id);
        judged = [target, .. (others ?? []).Select(id => run.Conditions.ToList().IndexOf(id))
            .Where(index => index >= 0 && index != target)];
        endings = [.. LeapingReplay.Endings(model, run.Conditions)];
        fields = [.. Enumerable.Range(0, names.Rows.Count)
            .GroupBy(input => names.Rows[input].Field).Select(group => group.ToArray())];
        interesting = [.. fields.Where(field => focus.Inputs.Contains(names.Rows[field[0]].Field))];
        near = [.. fields.Where(field => focus.Near.Contains(names.Rows[field[0]].Field))];
        doubted = Surroundings.ContactsAmong(focus.Inputs);
    }

    /// <summary>Scans so far, those that were leapt over too.</summary>
    public long Scans { get; private set; }

    /// <summary>Scans that were worked out.</summary>
    public long Steps { get; private set; }

    /// <summary>Different places that were met.</summary>
    public int Places => archives.Sum(one => one.Count);

    /// <summary>The world that is looked at, in words.</summary>
    public string World { get; private set; } = string.Empty;

    /// <summary>Searches until somebody has enough.</summary>
    /// <param name="limit">How long.</param>
    /// <param name="mostSteps">How many scans may be worked out; with this limit equal seeds have equal
    /// results.</param>
    /// <param name="onFailure">Called with each run that ends in a failure, and the id of the property that fails; true
    /// ends the search.</param>
    public void Run(TimeSpan limit, long mostSteps, Func<ConcreteRun, string, bool> onFailure)
    {
        Stopwatch clock = Stopwatch.StartNew();
        isOver = false;
        while (!isOver && clock.Elapsed < limit && Steps < mostSteps)
        {
            ChooseWorld(round++);
            long until = Math.Min(mostSteps, Steps + StepsOfARound);
            while (!isOver && clock.Elapsed < limit && Steps < until)
            {
                Episode(clock, limit, onFailure);
            }
        }
    }

    // The product as it is; the same with short times; and something else each time. What was learnt in one of them is
    // of no use in another.
    private void ChooseWorld(int turn)
    {
        archive = archives[turn % archives.Length];
        World = Worlds[turn % archives.Length];
        if (archive == archives[^1])
        {
            archive.Clear();
        }

        parameters = (turn % archives.Length) switch
        {
            0 => draws.Parameters(percentUsual: 0, percentMoved: 0),
            1 => draws.ShortTimes(),
            _ => draws.Parameters(percentUsual: 10, dice.Of([5, 15, 40])),
        };
    }

    private void Episode(Stopwatch clock, TimeSpan limit, Func<ConcreteRun, string, bool> onFailure)
    {
        Begin();
        int moves = dice.Of([2, 4, 8, 16]);
        for (int move = 0; move < moves && walker.Scans < MostScansOfARun; move++)
        {
            Move();
            if (!Wait(onFailure) || clock.Elapsed > limit)
            {
                return;
            }

            archive.Keep(placeOf.Of(walker.Run.Values), distance.Of(walker.Run.Values), walker.Now, dice);
        }
    }

    private void Begin()
    {
        if (archive.Count == 0 || dice.Percent(archive.Count < 100 ? 20 : 5))
        {
            Start();
            return;
        }

        walker.Continue(archive.Choose(dice));
        draws.LookAtTimes(Parameter);
        if (dice.Percent(30))
        {
            walker.Habits = new Habits(dice, doubted);
        }
    }

    private void Start()
    {
        Dictionary<string, long> retained = draws.Retained()
            .ToDictionary(one => one.Key, one => walker.Run.Remembers(one.Key) ? one.Value : 0);
        long Of(string name) => parameters.TryGetValue(name, out long value) ? value : draws.Default(name);
        walker.Habits = new Habits(dice, doubted);
        walker.Start(parameters, retained, Of, Enumerable.Range(0, names.Rows.Count)
            .Where(input => Exists(input, Of))
            .Select(input => (input, new InputReading(surroundings.Usual(input, Of), 0, true))));
        draws.LookAtTimes(Of);
    }

    private bool Exists(int input, Func<string, long> parameter) => MemberIndices.Of(names.Rows[input].Name)
        .Zip(MemberIndices.Counts(model.Signals, names.Rows[input].Group))
        .All(one => one.First < parameter(one.Second));

    private long Parameter(string name) => walker.Chosen(name) ?? draws.Default(name);

    private void Move()
    {
        int changes = dice.Of([0, 1, 1, 1, 2]);
        for (int change = 0; change < changes; change++)
        {
            Disturbance chosen = dice.Percent(35) ? Best() : Draw();
            bool isPulse = surroundings.IsPressed(chosen.Inputs[0]) && dice.Percent(95);
            int scans = isPulse ? dice.Of([1, 2, 12]) : draws.Wait();
            foreach (int input in chosen.Inputs)
            {
                long before = walker.Run.Readings[input].Value;
                walker.Disturb(input, chosen.Reading, scans);
                if (isPulse || dice.Percent(80))
                {
                    bool isUsual = isPulse || dice.Percent(70);
                    walker.Later(input, scans, isUsual ? surroundings.Usual(input, Parameter) : before);
                }
            }
        }
    }

    private sealed record Disturbance(int[] Inputs, InputReading Reading);

    private Disturbance Draw()
    {
        int kind = dice.Below(100);
        int[] field = dice.Of(kind < 50 && interesting.Length > 0 ? interesting
            : kind < 75 && near.Length > 0 ? near : fields);
        int[] members = [.. field.Where(one => Exists(one, Parameter))];
        int input = dice.Of(members);
        bool all = members.Length > 1 && dice.Percent(50);
        InputReading reading = draws.Reading(
            input, walker.Scans == 0, one => walker.Run.Readings[one], Parameter);
        return new Disturbance(all ? members : [input], reading);
    }

    // Of several, the one after which the next scan comes nearest to a failure.
    private Disturbance Best()
    {
        Disturbance best = Draw();
        distance.Of(walker.Run.Values);
        double nearest = DistanceAfter(best);
        for (int other = 1; other < Candidates; other++)
        {
            Disturbance candidate = Draw();
            double away = DistanceAfter(candidate);
            (best, nearest) = away < nearest ? (candidate, away) : (best, nearest);
        }

        return best;
    }

    private double DistanceAfter(Disturbance one)
    {
        InputReading[] before = [.. one.Inputs.Select(input => walker.Run.Readings[input])];
        foreach (int input in one.Inputs)
        {
            walker.Run.Try(input, one.Reading);
        }

        double away = distance.WithChanges(walker.Run.Values);
        foreach ((int input, InputReading reading) in one.Inputs.Zip(before))
        {
            walker.Run.Try(input, reading);
        }

        return away;
    }

    // False if the run has come to its end.
    private bool Wait(Func<ConcreteRun, string, bool> onFailure)
    {
        int kind = dice.Below(100);
        int events = kind < 60 ? dice.Of([1, 1, 1, 2, 3, 5, 8]) : MostEventsOfAWait;
        long scans = kind < 25 ? dice.Of([1, 1, 2, 3, 5, 12])
            : kind < 60 ? long.MaxValue
            : kind < 80 ? draws.Wait() : dice.Of([1000L, 6000, 12_000, 40_000, 400_000]);
        scans = Math.Min(scans, MostScansOfARun - walker.Scans);
        while (scans > 0 && events > 0)
        {
            long done = walker.Step(scans);
            Scans += done;
            Steps++;
            scans -= done;
            int failed = FirstFailed();
            if (failed >= 0 && onFailure(walker.ToRun(product), walker.Run.Conditions[failed]))
            {
                isOver = true;
                return false;
            }

            if (failed >= 0 || HasEnded())
            {
                return false;
            }

            events -= walker.Run.IsEventful ? 1 : 0;
        }

        return true;
    }

    private int FirstFailed()
    {
        foreach (int condition in judged)
        {
            if (!walker.Run.Holds(condition))
            {
                return condition;
            }
        }

        return -1;
    }

    // After a violation the shutdown machine takes over, and the formula knows nothing of that.
    private bool HasEnded()
    {
        foreach (int condition in endings)
        {
            if (!walker.Run.Holds(condition))
            {
                return true;
            }
        }

        return false;
    }
}
