using System.Globalization;
using SafeBms.Proof;
using SafeBms.Proof.Induction;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Proving;

/// <summary>How <c>prove</c> tells what it found.</summary>
internal static class ProveReport
{
    /// <summary>The word for a verdict; a time-out is never more than "not proved".</summary>
    public static string Word(ProofOutcome outcome) => outcome.IsProved ? "proved" : "not proved";

    /// <summary>Why the specification does not ask for a proof of a property; null if it does. Written as
    /// <c>exceptions: [ "proof: reason" ]</c>.</summary>
    public static string? Exception(PropertyInfo property) => property.Exceptions
        .Where(one => one.StartsWith("proof: ", StringComparison.Ordinal))
        .Select(one => one["proof: ".Length..]).FirstOrDefault();

    /// <summary>One line for a property.</summary>
    public static string Line(ProofOutcome outcome)
    {
        string how = outcome.FromCache
            ? "unchanged since it was proved"
            : string.Create(CultureInfo.InvariantCulture, $"{outcome.Seconds,5:F1} s, {outcome.Questions} questions");
        string facts = outcome.IsProved
            ? $"{outcome.Facts.Count,3} facts, {outcome.Machines.Count,2} machines"
            : outcome.IsOutOfTime ? "out of time" : "the candidates do not suffice";
        string parts = outcome.Cases.Count > 1
            ? $", {outcome.Cases.Count(one => one.Verdict == InductionVerdict.Proved)} of {outcome.Cases.Count} parts"
            : string.Empty;
        return $"{outcome.Id,-6} {Word(outcome),-10} {facts}{parts}, {how}";
    }

    /// <summary>The state from which the property fails and which no candidate excludes: for whoever writes a
    /// lemma.</summary>
    public static IEnumerable<string> Explain(ProofOutcome outcome) =>
        outcome.Cases.SelectMany((part, number) => part.Before.Select(
            one => $"         {outcome.Id}/{number}: {one.Key} = {one.Value}"));

    /// <summary>For machines.</summary>
    public static object ForMachines(
        ProofOutcome outcome, PropertyInfo property, IReadOnlyList<string>? counterexample) => new
    {
        id = outcome.Id,
        product = outcome.Product,
        text = property.Text,
        requirements = property.Requirements.ToArray(),
        verdict = counterexample is null ? Word(outcome) : "refuted",
        counterexample,
        parts = outcome.Cases.Count,
        facts = outcome.Facts.Count,
        machines = outcome.Machines,
        seconds = Math.Round(outcome.Seconds, 3),
        questions = outcome.Questions,
        cached = outcome.FromCache,
    };
}
