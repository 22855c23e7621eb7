using System.Globalization;
using System.Reflection;
using SafeBms.Laboratory;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>What a play showed.</summary>
/// <param name="Play">Which one.</param>
/// <param name="Kind"><see cref="BoatBench.Property"/> or <see cref="BoatBench.Expectation"/>.</param>
/// <param name="By">Ids of the properties, or the scenario and the line of its expectation.</param>
/// <param name="Detail">Scan, expected and actual.</param>
internal sealed record Kill(string Play, string Kind, IReadOnlyList<string> By, string Detail);

/// <summary>A compiled core with a boat of its own beside it. For one thread.</summary>
internal sealed class Bench : IDisposable
{
    private readonly CompiledCore core;
    private readonly Func<byte[], string, bool, string[]> play;
    private readonly Func<int, bool, int[]>? select;
    private readonly SpecificationModel model;
    private readonly string[] proved;
    private readonly ILoadedCore alone;

    internal Bench(CompiledCore core, SpecificationModel model)
    {
        this.core = core;
        this.model = model;
        alone = core.Create();
        alone.FollowsWitnesses = false;
        proved = [.. model.Properties.Properties
            .Where(property => property.VerifiedBy == VerificationMethod.Proof && property.Always is not null)
            .Select(property => property.Id)];
        string folder = AppContext.BaseDirectory;
        core.LoadBeside(Path.Combine(folder, "SafeBms.Simulation.dll"));
        Assembly beside = core.LoadBeside(Path.Combine(folder, "SafeBms.Mutation.dll"));
        play = Method(beside, typeof(BoatBench).FullName!, nameof(BoatBench.Play))
            .CreateDelegate<Func<byte[], string, bool, string[]>>();
        select = core.Assembly.GetType(WorkshopSource.LabType)?.GetMethod("Select")?
            .CreateDelegate<Func<int, bool, int[]>>();
    }

    /// <summary>Plays with the core as it is, or with one of its mutants.</summary>
    internal Kill? Judge(Play scenario, int mutant = 0, bool mayLeap = false)
    {
        select?.Invoke(mutant, false);
        if (scenario.Seed > 0)
        {
            return Weather(scenario, stops: true);
        }

        string[] verdict = play(scenario.Yaml, scenario.Recording, mayLeap);
        if (verdict.Length == 0)
        {
            return null;
        }

        string[] by = verdict[0] == BoatBench.Property
            ? verdict[1].Split(' ')
            : [$"{scenario.Id}:{verdict[1]}"];
        return new Kill(scenario.Id, verdict[0], by, $"{scenario.Id} scan {verdict[2]}: {verdict[3]}");
    }

    /// <summary>Plays with the original while all mutants watch: for each number the first scan in which its outputs
    /// would have been others, or -1.</summary>
    internal int[] Watch(Play scenario)
    {
        int[] diverged = select!(0, true);
        if (scenario.Seed > 0)
        {
            Weather(scenario, stops: false);
            return [.. diverged];
        }

        play(scenario.Yaml, scenario.Recording, false);
        return [.. diverged];
    }

    // Raw inputs until a property falls that is to hold for all inputs.
    private Kill? Weather(Play storm, bool stops)
    {
        Storm.Start(alone, storm.Seed);
        Storm weather = new(model, alone, storm.Seed);
        for (long scan = 0; scan < storm.Duration_ms; scan++)
        {
            weather.Next(scan);
            alone.Scan();
            if (stops && alone.IsAnyViolated())
            {
                string[] by = [.. proved.Where(id => alone.IsViolated(alone.Names.Property(id)))];
                if (by.Length > 0)
                {
                    string where = string.Create(CultureInfo.InvariantCulture, $"{storm.Id} scan {scan}");
                    return new Kill(storm.Id, BoatBench.Property, by, $"{where}: violated: {string.Join(", ", by)}");
                }
            }
        }

        return null;
    }

    public void Dispose() => core.Dispose();

    private static MethodInfo Method(Assembly assembly, string type, string name) =>
        assembly.GetType(type, throwOnError: true)!.GetMethod(name)!;
}
