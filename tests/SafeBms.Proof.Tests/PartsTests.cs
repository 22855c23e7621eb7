using SafeBms.Certification.Tests.Harness;
using SafeBms.Interpreter;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Transition;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>
/// A property is proved part by part, so the parts have to say together what the property says: also of a system that
/// violates it in each way there is.
/// </summary>
public class PartsTests
{
    private const string Machine = """
        machine: small
        purpose: An output that has little to do with the inputs.
        hazards: [H1]
        uses: { lamp: lamp }
        outputs:
          a: { type: bool, initial: true, is: lamp == green else false, drives: a }
          b: { type: int, unit: mV, range: [0, 100], initial: 9, is: 20 mV, drives: b }
        """;

    private const string Head = """
        define:
          here: p else false
          there: q else false
          high: x > 50 mV else false
          low: x < 20 mV else false
          either: here or there
        properties:
        """;

    /// <summary>Each way in which a property is taken apart, and the number of its parts.</summary>
    public static TheoryData<string, int> Claims() => new()
    {
        { "either implies a and not high", 4 },
        { "here and (high or low) implies a", 2 },
        { "not (either or high and a)", 3 },
        { "high implies not (either and a)", 2 },
        { "not previous(either)", 2 },
        { "previous(here or there and high) implies a", 2 },
        { "not (once(here and low or there and low) and high)", 2 },
        { "within(here or there, 2 ms) implies a or high", 2 },
        { "since(not a, here or there) implies low", 2 },
        { "(here or there) and high leads_to a within wait", 2 },
        { "either and low or high leads_to a and there within 3 ms", 3 },
        { "held(either, 2 ms) implies a", 1 },
        { "rising(either) implies a", 1 },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public void The_parts_are_violated_when_the_property_is_and_none_of_them_can_be_left_out(string claim, int count)
    {
        SpecificationModel model = Small.Read(
            $"{Head}\n  - property: P01\n    text: \"A claim.\"\n    hazard: H1\n    requirement: REQ-1\n"
            + $"    always: {claim}\n    verified_by: proof\n    on_violation: count\n"
            + "    vacuity: { must_see: [ \"here\" ] }\n",
            Machine);
        PropertyInfo property = model.Properties.Properties.Single();
        IReadOnlyDictionary<string, PropertyCase> parts = new PropertyCases(model).ByName([property]);
        Assert.Equal(count, parts.Count);

        string[] needed = [];
        for (int seed = 1; seed <= 60; seed++)
        {
            needed = [.. needed.Union(Play(model, property, parts, seed))];
        }

        Assert.Equal(parts.Keys.Order(), needed.Order());
    }

    // Plays until the property is violated; gives the part that is violated then if it is one alone.
    private static string[] Play(
        SpecificationModel model, PropertyInfo property, IReadOnlyDictionary<string, PropertyCase> parts, int seed)
    {
        TransitionSystem system = TransitionSystemBuilder.Build(
            model, model.Products[0].Name, _ => true, [property.Id], parts);
        ReferenceCore core = new(model);
        Dictionary<string, long> parameters = model.Parameters.Parameters.ToDictionary(one => one.Name, one => one.Default);
        Assert.Null(core.Start(parameters, new Dictionary<string, long>()));
        string[] names = [.. Enumerable.Range(0, core.Inputs.Count).Select(core.Inputs.Name)];
        OpenLoopRun run = new(system, model, names);
        run.Start(name => parameters[name]);
        Random random = new(seed);
        InputReading[] readings = new InputReading[names.Length];
        for (int scan = 0; scan < 200; scan++)
        {
            for (int index = 0; index < names.Length; index++)
            {
                long value = names[index] switch
                {
                    "p" or "q" => random.Next(4) == 0 ? 1 : 0,
                    "lamp" => random.Next(4) == 0 ? 5 : 1,
                    "x" => random.Next(3) * 40,
                    _ => core.Inputs.Info(index).Type.Min,
                };
                readings[index] = new InputReading(value, 0, random.Next(30) > 0);
                core.Inputs[index] = readings[index];
            }

            core.Scan();
            run.Scan(readings);
            string[] violated = [.. parts.Keys.Where(part => !run.Holds(part))];
            Assert.True(core.IsViolated(0) == violated.Length > 0, $"seed {seed}, scan {scan}: {string.Join(' ', violated)}");
            if (violated.Length > 0)
            {
                return violated.Length == 1 ? violated : [];
            }
        }

        return [];
    }
}
