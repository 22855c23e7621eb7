using System.Collections.Concurrent;
using SafeBms.Equivalence.Code;
using Xunit;

namespace SafeBms.Equivalence.Tests;

/// <summary>That the unedited code passes, part by part, and that the comparison would notice: each mistake of a
/// generator is found, in the part where it was made.</summary>
public sealed class SeededFaultTests : IClassFixture<SeededFaultTests.Answers>
{
    private static readonly Lazy<CodeProgram> Program = new(() => CodeProgram.Read(ShippedSpecification.Files));
    private readonly Answers answers;

    public SeededFaultTests(Answers answers) => this.answers = answers;

    public static TheoryData<string> Parts() => [.. EquivalenceCheck.Parts(ShippedSpecification.Model)];

    public static TheoryData<string> Names() => [.. GeneratorFault.All().Select(fault => fault.Name)];

    [Fact]
    public void At_least_thirty_mistakes_are_seeded_and_no_two_have_one_name()
    {
        Assert.InRange(GeneratorFault.All().Count, 30, 1000);
        Assert.Distinct(GeneratorFault.All().Select(fault => fault.Name));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_of_the_shipped_code_is_what_the_specification_says(string part)
    {
        UnitResult result = answers.OfShipped(part);
        Assert.True(result.Outcome == UnitOutcome.Equal, $"{result.Outcome}: {string.Join('\n', result.Findings)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seeded_mistake_of_the_generator_is_found(string name)
    {
        GeneratorFault fault = GeneratorFault.All().Single(one => one.Name == name);
        Assert.Equal(UnitOutcome.Equal, answers.OfShipped(fault.Part).Outcome);
        CodeProgram faulty = Program.Value.With(fault.Apply(ShippedSpecification.Files));

        UnitResult result = EquivalenceCheck.Run(
            fault.Part, faulty, ShippedSpecification.Model, answers.Options with { Explains = false });

        bool isForeign = fault.Name.EndsWith("not understood", StringComparison.Ordinal);
        Assert.Equal(isForeign ? UnitOutcome.NotUnderstood : UnitOutcome.Different, result.Outcome);
        Assert.NotEmpty(result.Findings);
    }

    /// <summary>What has been shown of the unedited code is not asked again for each mistake.</summary>
    public sealed class Answers : IDisposable
    {
        private readonly ConcurrentDictionary<string, UnitResult> shipped = new(StringComparer.Ordinal);
        private readonly string folder = Directory.CreateTempSubdirectory("equivalence").FullName;

        internal EquivalenceOptions Options => new() { CacheFolder = folder, TimeOut_s = 600 };

        internal UnitResult OfShipped(string part) => shipped.GetOrAdd(
            part, name => EquivalenceCheck.Run(name, Program.Value, ShippedSpecification.Model, Options));

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
