using System.Text.RegularExpressions;
using SafeBms.Simulation.Scenarios;
using SafeBms.Specification.Model;

namespace SafeBms.Traceability.Tests;

/// <summary>Judges whether what is required is shown. Pure, so that the judgement itself can be tested.</summary>
internal static class Trace
{
    // Evidence names things in backquotes: a test, a scenario, a file or folder of the repository.
    private static readonly Regex Named = new(
        "`(?<what>[^`]+)`", RegexOptions.CultureInvariant);

    /// <summary>Requirements that nothing shows. Planned ones are not expected to be shown yet.</summary>
    public static IReadOnlyList<string> Orphans(
        IEnumerable<RequirementInfo> requirements, IEnumerable<PropertyInfo> properties,
        IEnumerable<Scenario> scenarios, TestSources tests)
    {
        HashSet<string> shown = new(StringComparer.Ordinal);
        shown.UnionWith(properties.Where(property => property.Always is not null).SelectMany(p => p.Requirements));
        shown.UnionWith(scenarios.SelectMany(scenario => scenario.Shows).Select(id => id.Text));
        shown.UnionWith(tests.Claims.Select(claim => claim.Id));
        return
        [
            .. requirements.Where(requirement => !IsPlanned(requirement) && !shown.Contains(requirement.Id))
                .Select(requirement => $"{requirement.Id} (line {requirement.Span.Line}): {requirement.Text}"),
        ];
    }

    /// <summary>Names of requirements and properties that do not exist.</summary>
    public static IReadOnlyList<string> Unknown(
        IEnumerable<RequirementInfo> requirements, IEnumerable<PropertyInfo> properties,
        IEnumerable<Scenario> scenarios, TestSources tests)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        known.UnionWith(requirements.Select(requirement => requirement.Id));
        known.UnionWith(properties.Select(property => property.Id));
        return
        [
            .. scenarios.SelectMany(scenario => scenario.Shows.Where(id => !known.Contains(id.Text)).Select(
                id => $"scenarios/{scenario.Name}.scenario.yaml({id.Line},{id.Column}): there is no {id.Text}.")),
            .. tests.Claims.Where(claim => !known.Contains(claim.Id)).Select(
                claim => $"{claim.Test}: there is no {claim.Id}."),
        ];
    }

    /// <summary>What is wrong with the evidence of a property that no monitor evaluates.</summary>
    /// <param name="property">The property.</param>
    /// <param name="isPlanned">Whether every requirement that it carries is planned.</param>
    /// <param name="exists">Whether a test, scenario, file or folder of that name exists.</param>
    public static IReadOnlyList<string> WeakEvidence(PropertyInfo property, bool isPlanned, Func<string, bool> exists)
    {
        if (property.Always is not null || isPlanned)
        {
            return [];
        }

        string[] names = [.. Named.Matches(property.Evidence).Select(match => match.Groups["what"].Value)];
        string place = $"{property.File}({property.Span.Line}): {property.Id}";
        return names.Length == 0
            ? [$"{place}: its evidence names no test, scenario or file in backquotes."]
            : [.. names.Where(name => !exists(name)).Select(name => $"{place}: there is no {name}.")];
    }

    /// <summary>Whether a requirement belongs to a later milestone.</summary>
    public static bool IsPlanned(RequirementInfo requirement) =>
        requirement.CarriedBy.StartsWith("planned", StringComparison.Ordinal);
}
