using System.Diagnostics;
using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Exploration.Search;

/// <summary>Explores the compiled core of a specification state by state, with leaps in time; the compiled monitors
/// judge every scan.</summary>
/// <remarks>
/// A step changes one circumstance (or none) and lets the core scan with constant inputs until something changes. Three
/// states come of it: after one scan, one scan before the change, and after it. Equal states are followed once: they
/// are compared by a hash over all memory, in which every counter is saturated by the code itself and nothing is left
/// out.
/// </remarks>
public sealed class Explorer
{
    private readonly SpecificationModel model;
    private readonly string? product;
    private readonly Dictionary<string, long> configured;
    private readonly Dictionary<string, long> parameters;
    private readonly HashSet<string> proved;

    /// <summary>For a specification and one of its products.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="product">Product by name, or null for the first.</param>
    /// <param name="parameters">Values that differ from the product's; a bank of one battery of four cells if
    /// null.</param>
    public Explorer(SpecificationModel model, string? product, IReadOnlyDictionary<string, long>? parameters)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.product = product;
        configured = parameters is null
            ? new() { ["battery_count"] = 1, ["cells_per_battery"] = 4, ["series_cells"] = 4, ["parallel_strings"] = 1 }
            : new(parameters);
        this.parameters = model.Parameters.Parameters.ToDictionary(one => one.Name, one => one.Default);
        ProductInfo? chosen = model.Products.FirstOrDefault(one => product is null || one.Name == product);
        foreach (ParameterOverride one in chosen?.Overrides ?? EquatableArray<ParameterOverride>.Empty)
        {
            this.parameters[one.Parameter] = one.Value;
        }

        foreach ((string name, long value) in configured)
        {
            this.parameters[name] = value;
        }

        proved = [.. model.Properties.Properties
            .Where(property => property.VerifiedBy == VerificationMethod.Proof).Select(property => property.Id)];
    }

    /// <summary>Searches within the bounds.</summary>
    /// <exception cref="ExplorationException">The core cannot be started, or the specification lacks an
    /// input.</exception>
    public ExplorationResult Run(ExplorationBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        long started = Stopwatch.GetTimestamp();
        using CompiledCore compiled = CompiledCore.Compile(model);
        ILoadedCore core = Start(compiled);
        Frontier frontier = new(bounds);
        Coverage coverage = new(model, core.Names);
        Leaper leaper = new(core, new InputFeed(model, core.Names, parameters), coverage, proved);
        Node root = new(null, "start", 0, 0);
        frontier.Add(root, Snapshot(core), new Surroundings(), isNovel: true, core.HashOfState());
        bool isCutOff = false;
        long transitions = 0;
        while (leaper.Scans < bounds.Scans_max && frontier.States < bounds.States_max
            && frontier.Take() is { } waiting)
        {
            foreach ((Surroundings around, string step) in Steps(waiting.Around))
            {
                transitions++;
                isCutOff |= Expand(waiting, around, step, bounds, leaper, frontier);
            }
        }

        return new ExplorationResult(
            frontier.States, transitions, leaper.Scans, frontier.Depth,
            frontier.IsEmpty && frontier.Dropped == 0 && !isCutOff, frontier.Dropped,
            coverage.States, coverage.StatesThatExist, coverage.Transitions,
            [.. leaper.Violations.Values.OrderBy(found => found.Property, StringComparer.Ordinal).Select(Told)],
            leaper.Observations, Stopwatch.GetElapsedTime(started).TotalSeconds);

        Violation Told(FoundViolation found) => Retell(Start(compiled), found);
    }

    private static bool Expand(
        Waiting waiting, Surroundings around, string step, ExplorationBounds bounds, Leaper leaper, Frontier frontier)
    {
        Leap leap = leaper.Leap(waiting, around, step, bounds.Leap_max);
        foreach (Landing landing in leap.Landings)
        {
            Node node = new(waiting.Node, step, landing.Scans, waiting.Node.Depth + 1);
            frontier.Add(node, landing.State, around.WithoutPulses(), landing.IsNovel, landing.Hash);
        }

        return leap.IsCutOff;
    }

    // Nothing, or one circumstance other than it is.
    private static IEnumerable<(Surroundings Around, string Step)> Steps(Surroundings around)
    {
        yield return (around, "nothing");
        for (int index = 0; index < Surroundings.All.Count; index++)
        {
            Circumstance circumstance = Surroundings.All[index];
            for (int choice = 0; choice < circumstance.Choices.Count; choice++)
            {
                if (choice != around[index])
                {
                    yield return (around.With(index, choice), $"{circumstance.Name}: {circumstance.Choices[choice]}");
                }
            }
        }
    }

    private ILoadedCore Start(CompiledCore compiled)
    {
        ILoadedCore core = compiled.Create();
        core.FollowsWitnesses = false;
        return core.Start(product, configured, retained: new Dictionary<string, long>()) is { } problem
            ? throw new ExplorationException(problem) : core;
    }

    private static byte[] Snapshot(ILoadedCore core)
    {
        byte[] state = new byte[core.StateSize];
        core.ReadState(state);
        return state;
    }

    // The whole run again from power-on, scan by scan, writing down every change of an input.
    private Violation Retell(ILoadedCore core, FoundViolation found)
    {
        List<InputChange> changes = [];
        long scan = 0;
        InputFeed feed = new(model, core.Names, parameters);
        feed.Restart();
        feed.Changed = (input, value, isAccepted) =>
            changes.Add(new InputChange(scan, core.Names.Inputs[input], value, isAccepted));
        List<string> told = [];
        Surroundings around = new();
        int property = core.Names.Property(found.Property);
        foreach (Node node in found.Node.FromStart().Skip(1))
        {
            around = Follow(around, node.Step);
            told.Add($"scan {scan}: {node.Step}, for {node.Scans} scans");
            for (int count = 0; count < node.Scans; count++)
            {
                feed.Set(core, around);
                core.Scan();
                scan++;
                around = around.WithoutPulses();
            }
        }

        return core.IsViolated(property)
            ? new Violation(found.Property, scan, told, changes)
            : throw new ExplorationException(
                $"the run that violated {found.Property} does not repeat: a fault of the explorer");
    }

    private static Surroundings Follow(Surroundings around, string step) =>
        Steps(around).First(candidate => candidate.Step == step).Around;
}
