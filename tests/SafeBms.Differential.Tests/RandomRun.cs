using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>One random run of both: a plan, a boat, and a comparison after every scan.</summary>
internal static class RandomRun
{
    /// <summary>Runs the plan of a seed and returns the first difference, or null.</summary>
    public static string? Play(ulong seed, int scans, SpecificationModel model, Coverage coverage)
    {
        Pair pair = new(model);
        Plan plan = Plan.Draw(seed, scans, model, parameters => pair.Start(parameters));
        if (!pair.Start(plan.Parameters, plan.Retained))
        {
            throw new InvalidOperationException($"seed {seed}: the parameters drawn do not start");
        }

        Boat boat = new(plan, new Thresholds(model, plan.Parameters), pair.Reference.Inputs);
        MemoryFaults memory = new(plan, model, pair.Reference.Values);
        for (int scan = 0; scan < scans; scan++)
        {
            boat.Advance(pair.Reference.Output);
            memory.Advance(scan, pair.Poke);
            string? difference = pair.Scan();
            if (difference is not null)
            {
                return Tell(plan, scan, difference);
            }

            coverage.Record(pair.Reference.Machines);
        }

        string? unlike = pair.CompareWitnesses() ?? pair.CompareRetained();
        return unlike is null ? null : Tell(plan, scans, unlike);
    }

    private static string Tell(Plan plan, int scan, string difference) => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {plan.Seed} ({plan.Theme}), scan {scan}: {difference}. Repeat with SAFEBMS_SEED={plan.Seed} dotnet test "
        + $"tests/SafeBms.Differential.Tests. Parameters: {string.Join(", ", plan.Parameters)}");
}
