using SafeBms.Proof.Induction;
using SafeBms.Proof.Sampling;
using SafeBms.Proof.Solving;
using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Proof.Tests;

/// <summary>True properties are proved, wrong ones never, and a solver that fails is an error.</summary>
public class ProverTests
{
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(3);

    private static ProofOutcome Prove(
        SpecificationModel model, string id, IReadOnlyList<string>? lemmas = null, TimeSpan? limit = null,
        Dictionary<string, StoredCase>? stored = null) => new ProofRun(
            model, Lynx.Product, new Lazy<StateSamples>(StateSamples.None), stored ?? [],
            new Dictionary<string, IReadOnlyList<string>> { ["*"] = lemmas ?? [] })
            .Run([Lynx.Property(model, id)], limit ?? Enough, 2, _ => { }).Single();

    [Theory]
    [InlineData("P12")]
    [InlineData("P22")]
    [InlineData("P38")]
    [InlineData("P42")]
    [InlineData("P85")]
    public void A_property_of_the_shipped_specification_is_proved(string id)
    {
        ProofOutcome outcome = Prove(Lynx.Model, id);
        Assert.True(outcome.IsProved);
        Assert.False(outcome.FromCache);
    }

    [Theory]
    [InlineData("P12", "contactor.statemachine.yaml", "coil_off >= reclose_time + 1 ms and", "coil_off >= 0 ms and")]
    [InlineData("P22", "cell-over-voltage.statemachine.yaml", "high: cell_max >= cell_ov1 else false", "high: cell_max > cell_ov1 else false")]
    [InlineData("P38", "charge-permit.statemachine.yaml", "bank_fit: all_valid and", "bank_fit: (all_valid or not battery_lost) and")]
    [InlineData("P85", "charge-permit.statemachine.yaml", "(cell_min >= cell_charge_floor else false) and", "(cell_min >= cell_charge_floor - 1 mV else false) and")]
    public void A_machine_with_a_mistake_is_not_proved(string id, string file, string before, string after) =>
        Assert.False(Prove(Lynx.With(file, before, after), id, limit: TimeSpan.FromSeconds(8)).IsProved);

    [Fact]
    public void A_property_that_asks_for_too_much_is_not_proved()
    {
        SpecificationModel wrong = Lynx.With(
            "ordering.properties.yaml", "within(contactor_falls, reclose_time - 1 ms)", "within(contactor_falls, reclose_time + 5 ms)");
        Assert.False(Prove(wrong, "P12", limit: TimeSpan.FromSeconds(8)).IsProved);
    }

    [Fact]
    public void A_false_lemma_is_never_trusted()
    {
        SpecificationModel wrong = Lynx.With(
            "contactor.statemachine.yaml", "coil_off >= reclose_time + 1 ms and", "coil_off >= 0 ms and");
        string[] lies = ["(not |signal.contactor_coil|)", "(>= |contactor.timer.coil_off| 5000000)", "false"];
        Assert.False(Prove(wrong, "P12", lies, TimeSpan.FromSeconds(8)).IsProved);
        Assert.True(Prove(Lynx.Model, "P12", lies).IsProved);
    }

    [Fact]
    public void Who_writes_a_lemma_is_told_why_it_is_none()
    {
        SpecificationModel wrong = Lynx.With(
            "contactor.statemachine.yaml", "coil_off >= reclose_time + 1 ms and", "coil_off >= 0 ms and");
        List<string> said = [];
        ProofRun run = new(
            wrong, Lynx.Product, new Lazy<StateSamples>(StateSamples.None),
            new Dictionary<string, StoredCase>
            {
                ["P12/0"] = new(["contactor"], "", ["(not |signal.contactor_coil|)", "(>= |contactor.timer.coil_off| 0)"]),
            },
            new Dictionary<string, IReadOnlyList<string>>())
        {
            Trace = said.Add,
        };
        Assert.False(run.Run([Lynx.Property(wrong, "P12")], TimeSpan.FromSeconds(8), 1, _ => { }).Single().IsProved);
        Assert.Contains(said, line => line.StartsWith("  does not stay true: (not |signal.contactor_coil|) after ", StringComparison.Ordinal));
        Assert.DoesNotContain(said, line => line.Contains("(>= |contactor.timer.coil_off| 0) after", StringComparison.Ordinal));
    }

    [Fact]
    public void A_proof_is_taken_over_only_if_nothing_that_it_depends_on_has_changed()
    {
        ProofOutcome first = Prove(Lynx.Model, "P12");
        Dictionary<string, StoredCase> stored = first.Cases
            .Select((part, number) => ($"P12/{number}", new StoredCase(part.Machines, part.Fingerprint, part.Facts)))
            .ToDictionary(one => one.Item1, one => one.Item2);
        Assert.True(Prove(Lynx.Model, "P12", stored: stored).FromCache);

        SpecificationModel unrelated = Lynx.With("parameters.yaml", "cell_ov1: { unit: mV, default: 3.75 V", "cell_ov1: { unit: mV, default: 3.74 V");
        Assert.True(Prove(unrelated, "P12", stored: stored).FromCache);

        SpecificationModel broken = Lynx.With(
            "contactor.statemachine.yaml", "coil_off >= reclose_time + 1 ms and", "coil_off >= reclose_time - 20 ms and");
        Assert.False(Prove(broken, "P12", stored: stored, limit: TimeSpan.FromSeconds(8)).IsProved);
    }

    [Theory]
    [InlineData("here", "here", true)]
    [InlineData("here", "there", false)]
    [InlineData("here", null, false)]
    [InlineData("", "", false)]
    public void A_proof_is_taken_over_without_a_look_only_in_its_own_scope(string scope, string? kept, bool isTaken)
    {
        StoredCase proof = new(["contactor"], "of no use", ["(= 1 2)"]) { Scope = kept };
        int parts = new PropertyCases(Lynx.Model).Of(Lynx.Property(Lynx.Model, "P12")).Count;
        ProofRun run = new(
            Lynx.Model, Lynx.Product, new Lazy<StateSamples>(StateSamples.None),
            Enumerable.Range(0, parts).ToDictionary(part => $"P12/{part}", _ => proof),
            new Dictionary<string, IReadOnlyList<string>>())
        {
            Scope = scope,
        };
        ProofOutcome outcome = run.Run([Lynx.Property(Lynx.Model, "P12")], Enough, 1, _ => { }).Single();
        Assert.Equal(isTaken, outcome.FromCache);
        Assert.True(outcome.IsProved);
    }

    [Fact]
    public void No_time_means_not_proved() =>
        Assert.False(Prove(Lynx.Model, "P06", limit: TimeSpan.Zero).IsProved);

    [Fact]
    public void A_solver_that_is_missing_is_an_error_that_says_what_to_do() =>
        Assert.Contains("apt-get install z3", Assert.Throws<SolverException>(() => new SmtProcess(1000, "no-such-solver")).Message);

    [Theory]
    [InlineData("cat")]
    [InlineData("true")]
    public void A_solver_that_answers_nonsense_or_nothing_is_an_error(string program)
    {
        using SmtProcess solver = new(1000, program);
        Assert.Throws<SolverException>(() => solver.Check([]));
    }
}
