using SafeBms.Mutation.Finding;
using SafeBms.Mutation.Nets;
using SafeBms.Proof;
using SafeBms.Proof.Induction;
using SafeBms.Proof.Rechecking;
using SafeBms.Proof.Sampling;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Mutation.Tests;

/// <summary>The prover as a net, with the proof of one property.</summary>
public class ProverNetTests
{
    private const string Product = "lynx-smart-bms-500";
    private static readonly Lazy<ProverNet> Net = new(Prove);

    [Fact]
    public void A_mutant_that_breaks_a_proved_property_is_killed_by_a_run()
    {
        // Pre-charge that runs out of time ends a scan later.
        NetVerdict verdict = Judge(mutant => mutant.Id == "contactor:comparison:Precharge.10");

        Assert.True(verdict.IsKilled, verdict.Detail);
        Assert.Equal(["P06"], verdict.By);
    }

    [Fact]
    public void A_mutant_in_which_no_scan_differs_is_proved_to_be_the_same()
    {
        Mutant mutant = All().Single(one => one.Id == "weld-watch:initial-value:outputs.latched");
        NetVerdict verdict = Judge(one => one.Id == mutant.Id);

        Assert.True(verdict.IsSame, verdict.Detail);
        Assert.False(verdict.IsKilled);
    }

    [Fact]
    public void A_mutant_that_no_proved_property_sees_is_not_killed()
    {
        NetVerdict verdict = Judge(one => one.Machine == "alarms" && one.Operator == Operators.NegateGuard);

        Assert.False(verdict.IsKilled, verdict.Detail);
        Assert.False(verdict.IsSame);
        Assert.Empty(verdict.Suspects);
    }

    private static IReadOnlyList<Mutant> All() =>
        MutantFinder.Find(ShippedSpecification.Files, ShippedSpecification.Model);

    private static NetVerdict Judge(Func<Mutant, bool> which)
    {
        Mutant mutant = All().First(which);
        IReadOnlyList<SpecificationFile> files =
        [
            .. ShippedSpecification.Files.Select(file => file.Path == mutant.File
                ? new SpecificationFile(
                    file.Path,
                    System.Text.Encoding.UTF8.GetBytes(
                        mutant.Apply(System.Text.Encoding.UTF8.GetString(file.Content))))
                : file),
        ];
        return Net.Value.Judge(mutant, files, SpecificationReader.Read(files).Value!);
    }

    private static ProverNet Prove()
    {
        SpecificationModel model = ShippedSpecification.Model;
        PropertyInfo property = model.Properties.Properties.Single(one => one.Id == "P06");
        PropertyProver prover = new(
            model, Product, new Lazy<StateSamples>(StateSamples.None), ProofLimits.For(TimeSpan.FromMinutes(5)));
        Dictionary<string, StoredCase> stored = [];
        foreach ((string name, PropertyCase part) in new PropertyCases(model).ByName([property]))
        {
            CaseOutcome outcome = prover.Prove(name, part, null, []);
            Assert.Equal(InductionVerdict.Proved, outcome.Verdict);
            stored.Add(name, new StoredCase(outcome.Machines, outcome.Fingerprint, outcome.Facts));
        }

        ProofRecheck recheck = new(model, Product, stored);
        recheck.Begin(jobs: 1, (_, _) => { });
        Assert.Equal(stored.Count, recheck.Proved.Count);
        ProverEffort effort = new(
            TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), 1_000_000, TimeSpan.FromSeconds(1));
        return new ProverNet(model, [KeyValuePair.Create(Product, recheck)], effort);
    }
}
