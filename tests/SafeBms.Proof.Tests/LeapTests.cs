using SafeBms.Interpreter;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>Time that is leapt over is the same time.</summary>
public class LeapTests
{
    private const int Disturbances = 60;

    private static readonly int[] Waits = [1, 2, 3, 7, 60, 400, 2100, 6000, 31_000];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_leap_ends_in_the_state_in_which_so_many_single_scans_end(int seed)
    {
        SpecificationModel model = Lynx.Model;
        TransitionSystem system = TransitionSystemBuilder.Build(
            model, Lynx.Product, _ => true,
            [.. model.Properties.Properties.Where(one => one.Always is not null).Select(one => one.Id)]);
        InputTable inputs = new ReferenceCore(model).Inputs;
        string[] names = [.. Enumerable.Range(0, inputs.Count).Select(inputs.Name)];
        LeapingRun leaping = new(system, model, names);
        LeapingRun walking = leaping.Another(model, names);
        foreach (LeapingRun run in new[] { leaping, walking })
        {
            run.Start(name => Usual(model, name), null);
        }

        Random random = new(seed);
        long scans = 0;
        long steps = 0;
        for (int disturbance = 0; disturbance < Disturbances; disturbance++)
        {
            for (int input = 0; input < names.Length; input++)
            {
                // At first everything is well; then one input in a hundred changes.
                if (disturbance == 0 || random.Next(100) == 0)
                {
                    InputReading reading = new(Value(random, names[input], disturbance == 0), 0, true);
                    leaping.SetInput(input, reading);
                    walking.SetInput(input, reading);
                }
            }

            long left = Waits[random.Next(Waits.Length)];
            while (left > 0)
            {
                long done = leaping.Step(left);
                for (long scan = 0; scan < done; scan++)
                {
                    walking.Step(1);
                }

                left -= done;
                scans += done;
                steps++;
                Assert.True(
                    leaping.Values.AsSpan().SequenceEqual(walking.Values), $"seed {seed}, after scan {scans}");
            }
        }

        // Otherwise nothing has been shown.
        Assert.True(steps * 10 < scans, $"{steps} steps for {scans} scans");
    }

    private static long Usual(SpecificationModel model, string name) =>
        model.Products.Single(one => one.Name == Lynx.Product).Overrides
            .Where(one => one.Parameter == name).Select(one => (long?)one.Value).FirstOrDefault()
        ?? model.Parameters.Parameters.Single(one => one.Name == name).Default;

    private static long Value(Random random, string name, bool isGood)
    {
        string field = name[(name.LastIndexOf('.') + 1)..];
        bool isUsual = isGood || random.Next(3) > 0;
        return field switch
        {
            "voltage" => isUsual ? 3300 : random.Next(2000, 4000),
            "temperature" or "internal_temperature" => isUsual ? 250 : random.Next(-100, 1000),
            "battery_voltage" => isUsual ? 13_200 : random.Next(8000, 16_000),
            "bus_voltage" => isUsual ? 0 : random.Next(0, 20_000),
            "pack_current" or "pack_current_redundant" => isUsual ? 0 : random.Next(-700_000, 700_000),
            "precharge_current" => isUsual ? 0 : random.Next(0, 6000),
            "state_of_charge" => isUsual ? 700 : random.Next(0, 1000),
            "mode_request" => isUsual ? 0 : random.Next(0, 5),
            "aux_fault" or "battery_alarm" or "scan_overrun" or "acknowledge" or "restarted_after_fault" => isUsual ? 0 : 1,
            "battery_cable_ok" or "self_test_passed" or "configuration_valid" or "retained_valid" => isUsual ? 1 : 0,
            _ => isGood ? 0 : random.Next(2),
        };
    }
}
