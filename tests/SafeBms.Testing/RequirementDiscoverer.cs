using Xunit.Abstractions;
using Xunit.Sdk;

namespace SafeBms.Testing;

/// <summary>Tells the test runner the trait that a <see cref="RequirementAttribute"/> stands for.</summary>
public sealed class RequirementDiscoverer : ITraitDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute)
    {
        ArgumentNullException.ThrowIfNull(traitAttribute);
        yield return new KeyValuePair<string, string>(
            RequirementAttribute.Trait, traitAttribute.GetNamedArgument<string>(nameof(RequirementAttribute.Id)));
    }
}
