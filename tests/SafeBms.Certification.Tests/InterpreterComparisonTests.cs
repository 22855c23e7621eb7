using SafeBms.Certification.Semantics;
using SafeBms.Certification.Tests.Harness;
using SafeBms.Differential.Tests;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Certification.Tests;

/// <summary>The encoding says what the reference interpreter does: memory, outputs and verdicts of every scan.</summary>
public class InterpreterComparisonTests
{
    public static TheoryData<ulong> Seeds() =>
        Environment.GetEnvironmentVariable("SAFEBMS_SEED") is { Length: > 0 } one
            ? [ulong.Parse(one, null)]
            : [.. Enumerable.Range(1, 6).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_encoding_of_the_shipped_specification_makes_the_same_scans_as_the_interpreter(ulong seed)
    {
        const int Scans = 15_000;
        SpecificationModel model = LynxSpecification.Model;
        ProductInfo product = model.Products[(int)(seed % (ulong)model.Products.Count)];
        ReferenceCore core = new(model);

        Dictionary<string, long> WithProduct(IReadOnlyDictionary<string, long> chosen)
        {
            Dictionary<string, long> all = new(chosen);
            foreach (ParameterInfo parameter in model.Parameters.Parameters.Where(item => !item.Configurable))
            {
                all[parameter.Name] = product.Overrides
                    .FirstOrDefault(item => item.Parameter == parameter.Name)?.Value ?? parameter.Default;
            }

            return all;
        }

        Plan plan = Plan.Draw(seed, Scans, model, chosen => core.Start(WithProduct(chosen)) is null);

        // A retained violation starts the shutdown machine, which the encoding has at rest.
        Dictionary<string, long>? retained = plan.Retained?
            .Where(item => !item.Key.StartsWith(model.ShutdownMachine.Name, StringComparison.Ordinal))
            .ToDictionary();
        plan = plan with { Parameters = WithProduct(plan.Parameters), Retained = retained };
        Assert.Null(core.Start(plan.Parameters, plan.Retained));

        Boat boat = new(plan, new Thresholds(model, plan.Parameters), core.Inputs);
        EncodedRun run = new(model, ScanEncoding.Of(model, product), core, plan.Parameters);
        Dice dice = new(seed);
        for (int scan = 0; scan < Scans && !core.IsShutdown; scan++)
        {
            boat.Advance(core.Output);
            string? difference = run.Scan();
            Assert.True(difference is null, $"seed {seed} ({plan.Theme}), scan {scan}: {difference}");
            if (scan % 250 == 0)
            {
                string? axiom = run.FalseAxiom(dice.Below);
                Assert.True(axiom is null, $"seed {seed}, scan {scan}: the encoding takes for true {axiom}");
            }

            run.Proceed();
        }
    }
}
