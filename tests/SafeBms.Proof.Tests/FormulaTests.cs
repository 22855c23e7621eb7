using SafeBms.Interpreter;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>The formula of a scan is what the interpreter does, and can be met at all.</summary>
public class FormulaTests
{
    private const int Scans = 6000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Formula_and_interpreter_agree_in_every_state_variable_and_verdict_of_random_scans(int seed)
    {
        SpecificationModel model = Lynx.Model;
        PropertyInfo[] properties = [.. model.Properties.Properties.Where(one => one.Always is not null)];
        TransitionSystem system = TransitionSystemBuilder.Build(
            model, Lynx.Product, _ => true, [.. properties.Select(one => one.Id)],
            new PropertyCases(model).ByName(properties));
        Dictionary<string, long> parameters = model.Products.Single(one => one.Name == Lynx.Product).Overrides
            .ToDictionary(one => one.Parameter, one => one.Value);
        ReferenceCore core = new(model);
        Assert.Null(core.Start(parameters, Retained(model)));
        string[] names = [.. Enumerable.Range(0, core.Inputs.Count).Select(index => core.Inputs.Name(index))];
        OpenLoopRun run = new(system, model, names);
        run.Start(name => parameters.TryGetValue(name, out long value)
            ? value : model.Parameters.Parameters.Single(one => one.Name == name).Default);
        Random random = new(seed);
        InputReading[] readings = new InputReading[names.Length];
        for (int scan = 0; scan < Scans && !core.IsShutdown; scan++)
        {
            Draw(random, model, names, readings);
            for (int index = 0; index < readings.Length; index++)
            {
                core.Inputs[index] = readings[index];
            }

            core.Scan();
            run.Scan(readings);
            Compare(core, run, system, model, properties, $"seed {seed}, scan {scan}");
        }
    }

    [Theory]
    [InlineData("lynx-smart-bms-500")]
    [InlineData("lynx-smart-bms-1000")]
    public void Nothing_is_proved_under_a_condition_that_cannot_be_met(string product)
    {
        TransitionSystem system = TransitionSystemBuilder.Build(
            Lynx.Model, product, _ => true, [.. Lynx.Model.Properties.Properties.Select(one => one.Id)]);
        using SmtProcess solver = new(60_000);
        TermSession session = new(solver);
        session.Assert(system.ParameterCondition);
        session.Assert(system.ScanCondition);
        session.Assert(system.Pool.And(system.States.Where(state => state.Initial is not null)
            .Select(state => system.Pool.Equal(state.Variable, state.Initial!))));
        Assert.Equal(Answer.Satisfiable, solver.Check([]));
    }

    private static Dictionary<string, long> Retained(SpecificationModel model) => model.Machines
        .SelectMany(machine => machine.Variables.Where(variable => variable.Retain)
            .Select(variable => ($"{machine.Name}.{variable.Name}", Math.Clamp(0, variable.Type.Min, variable.Type.Max))))
        .ToDictionary(one => one.Item1, one => one.Item2);

    // Mostly a boat in good order, with values that jump now and then.
    private static void Draw(Random random, SpecificationModel model, string[] names, InputReading[] readings)
    {
        for (int index = 0; index < names.Length; index++)
        {
            if (readings[index].Accepted && random.Next(400) > 0)
            {
                int age = random.Next(3) == 0 ? 0 : Math.Min(readings[index].Age_ms + 1, 1000);
                readings[index] = readings[index] with { Age_ms = age };
                continue;
            }

            string field = names[index][(names[index].LastIndexOf('.') + 1)..];
            readings[index] = new InputReading(Value(random, model, field), 0, random.Next(60) > 0);
        }
    }

    private static long Value(Random random, SpecificationModel model, string field)
    {
        if (random.Next(5) > 0)
        {
            return field switch
            {
                "voltage" => random.Next(3200, 3400),
                "temperature" or "internal_temperature" => 250,
                "battery_voltage" or "bus_voltage" => random.Next(13_000, 13_400),
                "pack_current" or "pack_current_redundant" => random.Next(-1000, 1000),
                "state_of_charge" => 700,
                "aux_fault" or "battery_alarm" or "scan_overrun" or "acknowledge" or "restarted_after_fault" => 0,
                "mode_request" => random.Next(10) == 0 ? 4 : random.Next(3) == 0 ? 3 : 0,
                _ => 1,
            };
        }

        InputInfo? info = model.Signals.Inputs.FirstOrDefault(one => one.Name == field);
        return info is null || info.Type.Kind == ValueKind.Int ? random.Next(-200, 90_000) : random.Next(2);
    }

    private static void Compare(
        ReferenceCore core, OpenLoopRun run, TransitionSystem system, SpecificationModel model,
        PropertyInfo[] properties, string where)
    {
        ReadOnlySpan<long> state = run.State;
        for (int index = 0; index < system.States.Count; index++)
        {
            string? name = InInterpreter(system.States[index].Name);
            if (name is not null)
            {
                Assert.True(core.Values[name] == state[index], $"{where}: {name} is {core.Values[name]}, formula {state[index]}");
            }
        }

        foreach (PropertyInfo property in properties)
        {
            int position = model.Properties.Properties.ToList().IndexOf(property);
            Assert.True(core.IsViolated(position) != run.Holds(property.Id), $"{where}: {property.Id}");
        }

        // No part asks for more than its property (nor for less: PartsTests, where properties are violated).
        foreach (IGrouping<string, string> parts in system.Conditions.Keys.Where(name => name.Count(one => one == '/') == 1)
            .GroupBy(name => name[..name.IndexOf('/')]))
        {
            Assert.True(parts.All(run.Holds) == run.Holds(parts.Key), $"{where}: parts of {parts.Key}");
        }
    }

    // The interpreter shows states, variables, timers and outputs under shorter names.
    private static string? InInterpreter(string name)
    {
        string[] parts = name.Split('.');
        return parts.Length switch
        {
            2 when parts[1] == "state" => name,
            3 when parts[1] is "variable" or "timer" => $"{parts[0]}.{parts[2]}",
            _ => null,
        };
    }
}
