using Xunit.Sdk;

namespace SafeBms.Testing;

/// <summary>This test shows a requirement, or a property that is verified by test:
/// <c>[Requirement("REQ-S-RUN-06")]</c>.</summary>
/// <remarks><c>safebms-spec trace</c> reads it in the sources, so the id stands there as a plain literal.
/// <c>dotnet test --filter Requirement=REQ-S-RUN-06</c> runs the tests of one requirement.</remarks>
/// <param name="id">Id of a requirement (<c>REQ-...</c>) or of a property (<c>P21</c>).</param>
[TraitDiscoverer("SafeBms.Testing.RequirementDiscoverer", "SafeBms.Testing")]
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirementAttribute(string id) : Attribute, ITraitAttribute
{
    /// <summary>Name of the trait that test runners see.</summary>
    public const string Trait = "Requirement";

    /// <summary>Id of the requirement or property.</summary>
    public string Id { get; } = id;
}
