using SafeBms.Specification.Model;
using SafeBms.Specification.Tests.Support;
using Xunit;

namespace SafeBms.Specification.Tests;

/// <summary>A finding inside of an expression points at the character in the file, however the expression is quoted.</summary>
public sealed class PositionTests
{
    private const string Target = "contactor.statemachine.yaml";
    private const string Guard = "when: relay_off >= alternator_lead_time";

    [Theory]
    [InlineData("when: relay_off >= unknown_name")]
    [InlineData("when: 'relay_off >= unknown_name'")]
    [InlineData("when: \"relay_off >= unknown_name\"")]
    [InlineData("when: \"\\x72elay_off \\u003E= unknown_name\"")]
    public void A_wrong_name_is_underlined_where_it_stands(string guard)
    {
        SmallSpecification specification = new SmallSpecification().With(Target, Guard, guard);
        string[] lines = specification.TextOf(Target).Split('\n');
        int line = Array.FindIndex(lines, text => text.Contains("unknown_name", StringComparison.Ordinal));

        // The unlisted parameter is a finding of its own.
        Diagnostic finding = specification.Read().Diagnostics.Single(item => item.Id == "SBMS048");

        Assert.Equal((line + 1, lines[line].IndexOf("unknown_name", StringComparison.Ordinal) + 1, "unknown_name".Length),
            (finding.Span.Line, finding.Span.Column, finding.Span.Length));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("|")]
    [InlineData("")]
    public void A_wrong_name_is_underlined_in_a_text_of_several_lines(string header)
    {
        SmallSpecification specification = new SmallSpecification().With(
            Target,
            "        when: demand or (cell_max > 3.6 V else true)\n",
            $"        when: {header}\n          demand or\n          (cell_max > 3.6 V else true)\n          or unknown_name\n");
        string[] lines = specification.TextOf(Target).Split('\n');
        int line = Array.FindIndex(lines, text => text.Contains("unknown_name", StringComparison.Ordinal));

        Diagnostic finding = specification.Single();

        Assert.Equal(("SBMS048", line + 1, 14), (finding.Id, finding.Span.Line, finding.Span.Column));
    }

    [Fact]
    public void An_escaped_quote_before_the_name_does_not_move_the_place()
    {
        Diagnostic finding = new SmallSpecification()
            .With("cells.properties.yaml", "must_see: [ \"contactor_coil\" ]", "must_see: [ 'contactor_coil ''' ]").Single();

        Assert.Equal(("SBMS040", 44), (finding.Id, finding.Span.Column));
    }

    [Fact]
    public void One_fault_in_a_declaration_is_one_finding()
    {
        // The signal is used in machines and properties; none of them complains as well.
        Diagnostic finding = new SmallSpecification().With("signals.yaml", "range: [500, 5000]", "range: [5000, 500]").Single();

        Assert.Equal(("SBMS032", "signals.yaml"), (finding.Id, finding.Span.File));
    }

    [Fact]
    public void Faults_in_several_files_are_found_in_one_run()
    {
        Result<SpecificationModel> result = new SmallSpecification()
            .With("signals.yaml", "range: [500, 5000]", "range: [5000, 500]")
            .With(Target, "runs: not previous(relay)", "runs: not relay")
            .With("cells.properties.yaml", "verified_by: test", "verified_by: tests").Read();

        Assert.Equal(["SBMS027", "SBMS073", "SBMS032"], result.Diagnostics.Select(finding => finding.Id));
    }
}
