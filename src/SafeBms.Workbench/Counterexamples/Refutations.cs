using SafeBms.Proof.Counterexamples;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Counterexamples;

/// <summary>Looks for counterexamples to properties that could not be proved, and writes them down.</summary>
public static class Refutations
{
    /// <summary>Searches for all of them at once.</summary>
    /// <param name="search">The search; one for all products of a specification, so that it is compiled once.</param>
    /// <param name="model">The specification.</param>
    /// <param name="product">Name of the product.</param>
    /// <param name="properties">What is not proved.</param>
    /// <param name="limit">How long the search may last.</param>
    /// <param name="folder">Where scenario, dump and table go.</param>
    /// <returns>For each refuted property, by id, the counterexample and its files; the others stay "not proved".
    /// </returns>
    /// <exception cref="UnusableException">The folder cannot be written to.</exception>
    public static IReadOnlyDictionary<string, (Counterexample Found, IReadOnlyList<string> Files)> Search(
        CounterexampleSearch search, SpecificationModel model, string product, IReadOnlyList<PropertyInfo> properties,
        TimeSpan limit, string folder)
    {
        ArgumentNullException.ThrowIfNull(search);
        return search.FindAll(product, properties, limit).ToDictionary(
            found => found.Property.Id,
            found => (found, CounterexampleFiles.Write(folder, model, search.Compiled, found)),
            StringComparer.Ordinal);
    }
}
