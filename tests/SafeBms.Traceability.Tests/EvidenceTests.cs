using System.Reflection;
using System.Text;
using SafeBms.Specification.Model;
using SafeBms.Traceability.Evidence;
using Xunit;
using Xunit.Sdk;

namespace SafeBms.Traceability.Tests;

public sealed class EvidenceTests
{
    private const string Example = "REQ-X-01";

    [Fact]
    public void A_fingerprint_changes_with_every_word_and_with_nothing_else()
    {
        RequirementInfo requirement = Small.Requirement;
        string fingerprint = Fingerprint.Of(requirement);
        Assert.Matches("^[0-9a-f]{16}$", fingerprint);
        Assert.Equal(fingerprint, Fingerprint.Of(requirement with { Text = " Something\n  holds. " }));
        Assert.Equal(fingerprint, Fingerprint.Of(requirement with { CarriedBy = "planned: x", Span = default }));
        Assert.NotEqual(fingerprint, Fingerprint.Of(requirement with { Text = "Something holds" }));
        Assert.NotEqual(fingerprint, Fingerprint.Of(requirement with { Text = "something holds." }));
        Assert.NotEqual(fingerprint, Fingerprint.Of(requirement with { Hazard = "H2" }));
        Assert.NotEqual(fingerprint, Fingerprint.Of(requirement with { Source = "manual" }));
        Assert.NotEqual(fingerprint, Fingerprint.Of(requirement with { Id = "REQ-X-02" }));
    }

    [Fact]
    public void What_was_looked_at_is_read_as_it_was_written_and_sorted()
    {
        ReviewedRequirements reviewed = ReviewedRequirements.None;
        reviewed.Accept("REQ-B-01", "00000000000000e1");
        reviewed.Accept("REQ-A-01", "0123456789abcdef");
        string text = reviewed.Write();
        ReviewedRequirements read = ReviewedRequirements.Read("r.yaml", Encoding.UTF8.GetBytes(text));
        Assert.Equal(reviewed.Fingerprints, read.Fingerprints);
        Assert.Equal(text, read.Write());
        Assert.True(text.IndexOf("REQ-A-01", StringComparison.Ordinal) < text.IndexOf("REQ-B-01", StringComparison.Ordinal));
        Assert.True(read.Forget("REQ-A-01"));
        Assert.False(read.Forget("REQ-A-01"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n")]
    [InlineData("reviewed: {}\n")]
    [InlineData("format: safebms-trace-reviewed-1\nreviewed: 3\n")]
    [InlineData("format: safebms-trace-reviewed-2\nreviewed: {}\n")]
    [InlineData("format: safebms-trace-reviewed-1\nreviewed:\n  REQ-A-01: 0123\n")]
    [InlineData("format: safebms-trace-reviewed-1\nreviewed:\n  REQ-A-01: 0123456789abcdef\n  REQ-A-01: 0123456789abcdef\n")]
    [InlineData("format: safebms-trace-reviewed-1\nreviewed:\n  REQ-A-01: [0123456789abcdef]\n")]
    public void A_damaged_file_of_what_was_looked_at_is_refused_with_its_place(string text)
    {
        TraceException problem = Assert.Throws<TraceException>(() => ReviewedRequirements.Read("r.yaml", Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("r.yaml(", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_give_tests_with_class_line_and_claims()
    {
        TestInfo test = Assert.Single(TestSources.Read([("tests/B.cs", Small.Source)]).Tests);
        Assert.Equal("A.Tests.BTests.It_holds", test.FullName);
        Assert.Equal(6, test.Line);
        Assert.Equal(["REQ-X-01"], test.Claims);
    }

    [Fact]
    public void A_claim_above_something_that_is_no_test_or_in_the_old_form_is_refused()
    {
        Assert.Throws<TraceException>(() => TestSources.Read([("a.cs", "[Requirement(\"REQ-X-01\")]\npublic void Helper()\n")]));
        Assert.Throws<TraceException>(() => TestSources.Read([("a.cs", "[Fact]\n[Requirement(\"REQ-X-01\")]\n}\n")]));
        Assert.Throws<TraceException>(() => TestSources.Read([("a.cs", "[Fact]\n[Trait(\"Requirement\", \"REQ-X-01\")]\n")]));
        Assert.Empty(TestSources.Read([("a.cs", "// [Requirement(\"REQ-X-01\")]\n")]).Tests);
    }

    [Fact]
    public void Parameters_are_found_through_definitions_timers_and_temporal_calls()
    {
        TransitionNode stale = Repository.Graph.Transitions.Single(item => item.Id == "battery-link.Stale.1");
        Assert.Equal(["stale_open_time"], stale.Parameters);
        TransitionNode remote = Repository.Graph.Transitions.First(item => item.Machine.Name == "remote-input");
        Assert.Contains("debounce_time", remote.Parameters);
    }

    [Fact]
    public void The_attribute_is_a_trait_that_test_runners_filter_by()
    {
        MethodInfo method = typeof(EvidenceTests).GetMethod(nameof(Marked), BindingFlags.NonPublic | BindingFlags.Static)!;
        Assert.Equal(KeyValuePair.Create("Requirement", Example), Assert.Single(TraitHelper.GetTraits(method)));
    }

    // The id is a constant, so that the reading of sources does not take it for a claim.
    [Requirement(Example)]
    private static void Marked()
    {
    }
}
