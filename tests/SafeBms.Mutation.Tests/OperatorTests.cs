using System.Text;
using SafeBms.Specification;
using Xunit;

namespace SafeBms.Mutation.Tests;

public class OperatorTests
{
    private const string Machine = """
        machine: lamp
        purpose: Light.
        hazards: [H1]
        uses:
          a: a
          b: b
          x: x
          lamp_was: previous(lamp)
        parameters: [limit, limit_release, delay]
        variables:
          count: { type: int, unit: count, range: [0, 9], initial: 2 }
          known: { type: bool, initial: false, retain: true, on_loss: true }
        timers:
          on_for: { runs: a else false, resets: b else true, limit: delay + 1 ms, initial: limit }
        define:
          high: held(x > limit else true, delay)
          low: (x <= limit_release else false) and not (b else false) or previous(known)
        outputs:
          lit: { type: bool, initial: false, drives: lamp }
          many: { type: bool, initial: false, is: count >= 3 or lamp_was }
        on_corrupt: Off
        states:
          Off:
            id: 0
            initial: true
            outputs: { lit: false }
            transitions:
              - { to: On, when: high and on_for >= delay, do: ["count := min(count + 1, 9)", "known := true"], requirement: REQ-T }
              - { to: Dim, when: a else false, requirement: REQ-T }
          On:
            id: 1
            outputs: { lit: true }
            during:
              - "known := known or many_seen"
            transitions:
              - { to: Off, when: low, requirement: REQ-T }
          Dim:
            id: 2
            outputs: { lit: known }
            transitions:
              - { to: Off, when: elapsed >= 2 s, requirement: REQ-T }
        """;

    private static string Text => Machine.Replace(" or many_seen", string.Empty, StringComparison.Ordinal);

    [Theory]
    [InlineData(Operators.Comparison, "> -> >=", "<= -> <", ">= -> >")]
    [InlineData(Operators.Logic, "-> ((x <= limit_release else false) or (not (b else false)))")]
    [InlineData(Operators.AtomTrue, "a else false -> true", "high -> true", "previous(known) -> true")]
    [InlineData(Operators.AtomFalse, "x > limit else true -> false", "on_for >= delay -> false")]
    [InlineData(Operators.ElseFlip, "false -> true", "true -> false")]
    [InlineData(Operators.Plus, "limit -> limit + 1 mA", "delay -> delay + 1 ms", "2 s -> 2001 ms", "3 -> 4")]
    [InlineData(Operators.Minus, "delay -> delay - 1 ms", "delay + 1 ms -> delay + 1 ms - 1 ms", "2 s -> 1999 ms")]
    [InlineData(Operators.Zero, "delay + 1 ms -> 0 ms", "delay -> 0 ms")]
    [InlineData(Operators.NegateGuard, "low -> not (low)", "a else false -> not (a else false)")]
    [InlineData(Operators.DropTransition, "without: transitions: - { to: Off, when: low, requirement: REQ-T }")]
    [InlineData(Operators.DropTransition, "without: - { to: Dim, when: a else false, requirement: REQ-T }")]
    [InlineData(Operators.SwapPriorities, "- { to: Dim, when: a else false, requirement: REQ-T } - { to: On")]
    [InlineData(Operators.DropAssignment, "without: , \"known := true\"", "without: during: - \"known := known\"")]
    [InlineData(Operators.SwapAssignments, "\"known := true\", \"count := min(count + 1, 9)\"")]
    [InlineData(Operators.Redirect, "On -> Dim", "On -> Off", "Dim -> Off")]
    [InlineData(Operators.WrongInitial, "id: 1 initial: true")]
    [InlineData(Operators.InitialValue, "2 -> 3", "without: , initial: limit")]
    [InlineData(Operators.DropLatch, "without: , resets: b else true", "without: , retain: true, on_loss: true")]
    [InlineData(Operators.DropHysteresis, "limit_release -> limit")]
    [InlineData(Operators.DropPrevious, "previous(lamp) -> lamp", "previous(known) -> known")]
    [InlineData(Operators.DropTemporal, "held(x > limit else true, delay) -> (x > limit else true)")]
    [InlineData(Operators.WrongOutput, "false -> true", "known -> not (known)", "known := true -> known := false")]
    [InlineData(Operators.Arithmetic, "min -> max", "+ -> -")]
    public void An_operator_makes_the_changes_that_it_is_named_after(string kind, params string[] expected)
    {
        List<string> changes = SmallSpecification.Changes(Text, kind);

        Assert.All(expected, part => Assert.Contains(changes, change => change.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Machines_are_dropped_from_and_swapped_in_the_order_and_defaults_move_by_one_unit()
    {
        IReadOnlyList<Mutant> mutants = SmallSpecification.Find(Text);

        Assert.Contains(mutants, mutant => mutant is { Id: "system:drop-machine:lamp", Change: "without: - lamp" });
        Assert.Contains(mutants, mutant => mutant is { Id: "parameters:plus-one:delay", Change: "1 s -> 1001 ms" });
        Assert.Contains(mutants, mutant => mutant is { Id: "parameters:minus-one:limit", Parameter: "limit", Delta: -1 });
    }

    [Fact]
    public void Every_mutant_has_an_id_of_its_own_and_still_is_a_file_with_one_change()
    {
        IReadOnlyList<SpecificationFile> files = SmallSpecification.Files(Text);
        IReadOnlyList<Mutant> mutants = SmallSpecification.Find(Text);

        Assert.Equal(mutants.Count, mutants.Select(mutant => mutant.Id).Distinct().Count());
        foreach (Mutant mutant in mutants)
        {
            string text = Encoding.UTF8.GetString(files.Single(file => file.Path == mutant.File).Content);
            string changed = mutant.Apply(text);
            Assert.NotEqual(text, changed);
            Assert.Empty(SpecificationReader.Parse(new(mutant.File, Encoding.UTF8.GetBytes(changed))).Diagnostics);
        }
    }

    [Fact]
    public void No_mutant_is_refused_for_its_grammar_or_its_types()
    {
        // 020-089: form, names and types of expressions; a mutant that falls there is a mistake of the operator.
        IReadOnlyList<SpecificationFile> files = SmallSpecification.Files(Text);
        foreach (Mutant mutant in SmallSpecification.Find(Text))
        {
            Result<Specification.Model.SpecificationModel> read = SpecificationReader.ReadFragment(
                [.. files.Select(file => file.Path != mutant.File ? file : new SpecificationFile(
                    file.Path, Encoding.UTF8.GetBytes(mutant.Apply(Encoding.UTF8.GetString(file.Content)))))]);
            Assert.DoesNotContain(read.Diagnostics, finding => finding.IsError
                && finding.Id is "SBMS050" or "SBMS051" or "SBMS060" or "SBMS061" or "SBMS062");
        }
    }
}
