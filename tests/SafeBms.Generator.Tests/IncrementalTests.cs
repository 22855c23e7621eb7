using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SafeBms.Generator.Tests.Harness;

namespace SafeBms.Generator.Tests;

/// <summary>What the compiler runs again after a change, by the tracked steps.</summary>
public class IncrementalTests
{
    private const string First = """
        machine: first
        purpose: Switches the coil.
        hazards: [H1]
        uses: { a: a }
        outputs:
          on: { type: bool, initial: false, drives: coil, is: a else false }
        """;

    private const string Second = """
        machine: second
        purpose: Lights.
        hazards: [H1]
        uses: { b: b, on: first.on }
        outputs:
          lit: { type: bool, initial: false, drives: light, is: on and (b else false) }
        """;

    [Fact]
    public void Editing_one_machine_emits_one_file_again()
    {
        Session session = new(Specification());
        session.Run();
        session.Replace("first.statemachine.yaml", First.Replace("a else false", "a else true", StringComparison.Ordinal) + "\n");
        session.Run();
        Assert.Equal(
            ["Machines/First.g.cs"],
            session.Emitted(SafetyCoreGenerator.MachineFileStep).Concat(session.Emitted(SafetyCoreGenerator.SharedFileStep)));
        Assert.Single(session.Reasons(SafetyCoreGenerator.ParseStep), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Contains("!a.IsValid", session.Text("Machines/First.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void Editing_a_property_emits_no_machine_again()
    {
        Session session = new(Specification());
        session.Run();
        string properties = session.Content("base.properties.yaml");
        session.Replace("base.properties.yaml", properties.Replace("coil implies level < 5000 mV", "coil implies level < 4999 mV", StringComparison.Ordinal));
        session.Run();
        Assert.Empty(session.Emitted(SafetyCoreGenerator.MachineFileStep));
        Assert.Contains("Monitors.g.cs", session.Emitted(SafetyCoreGenerator.SharedFileStep));
        Assert.DoesNotContain("SafetyCore.g.cs", session.Emitted(SafetyCoreGenerator.SharedFileStep));
    }

    [Fact]
    public void Editing_csharp_emits_nothing_again()
    {
        Session session = new(Specification());
        session.Run();
        session.EditCode();
        session.Run();
        Assert.Empty(session.Emitted(SafetyCoreGenerator.MachineFileStep));
        Assert.Empty(session.Emitted(SafetyCoreGenerator.SharedFileStep));
        Assert.All(session.Reasons(SafetyCoreGenerator.BindStep), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Fact]
    public void The_same_specification_gives_the_same_bytes_whatever_the_order_of_the_files()
    {
        Session one = new(Specification());
        Session other = new(Specification(), reverse: true);
        Assert.Equal(one.Run(), other.Run());
        Assert.True(one.Run().Count > 8);
        Assert.DoesNotContain(one.Run().Values, text => text.Contains('\r', StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_specification_generates_nothing_and_points_to_the_place()
    {
        Session session = new(Specification().With("first.statemachine.yaml", First.Replace("a else false", "no_such_name", StringComparison.Ordinal)));
        Assert.Empty(session.Run());
        Diagnostic finding = Assert.Single(session.Diagnostics, d => d.GetMessage(null).Contains("no_such_name", StringComparison.Ordinal));
        Assert.Equal(DiagnosticSeverity.Error, finding.Severity);
        Assert.StartsWith("SBMS", finding.Id, StringComparison.Ordinal);
        FileLinePositionSpan place = finding.Location.GetLineSpan();
        Assert.Equal("/repository/spec/first.statemachine.yaml", place.Path);
        Assert.Equal(5, place.StartLinePosition.Line);
    }

    [Fact]
    public void Every_wrong_file_is_reported_in_one_run()
    {
        Session session = new(Specification()
            .With("first.statemachine.yaml", First.Replace("a else false", "no_such_name", StringComparison.Ordinal))
            .With("second.statemachine.yaml", Second.Replace("b else false", "nor_this", StringComparison.Ordinal)));
        session.Run();
        Assert.Contains(session.Diagnostics, d => d.GetMessage(null).Contains("no_such_name", StringComparison.Ordinal));
        Assert.Contains(session.Diagnostics, d => d.GetMessage(null).Contains("nor_this", StringComparison.Ordinal));
    }

    [Fact]
    public void A_byte_order_mark_and_bytes_that_are_not_utf8_reach_the_reader_as_they_are_on_disk()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(First)];
        Session marked = new(Specification(), "first.statemachine.yaml", mark);
        Assert.Empty(marked.Run());
        Session broken = new(Specification(), "first.statemachine.yaml", [.. Encoding.UTF8.GetBytes(First), 0xFF, 0xFE]);
        Assert.Empty(broken.Run());
        Assert.NotEmpty(marked.Diagnostics);
        Assert.NotEmpty(broken.Diagnostics);
    }

    [Fact]
    public void A_project_without_specification_files_is_left_alone()
    {
        Session session = new(null);
        Assert.Empty(session.Run());
        Assert.Empty(session.Diagnostics);
    }

    private static TestSpecification Specification() => new TestSpecification().WithMachines(First, Second);

    /// <summary>A compiler session with the generator in it.</summary>
    private sealed class Session
    {
        private readonly Dictionary<string, InMemoryFile> files = new(StringComparer.Ordinal);
        private CSharpCompilation compilation = CSharpCompilation.Create(
            "Test", [.. InMemoryCompiler.HandWritten()], InMemoryCompiler.References, new(OutputKind.DynamicallyLinkedLibrary));

        private GeneratorDriver driver;

        public Session(TestSpecification? specification, string? replaced = null, byte[]? content = null, bool reverse = false)
        {
            foreach ((string name, string text) in specification?.Files ?? new Dictionary<string, string>())
            {
                files[name] = new InMemoryFile(name, name == replaced ? content! : Encoding.UTF8.GetBytes(text));
            }

            IEnumerable<AdditionalText> ordered = reverse ? files.Values.Reverse() : files.Values;
            driver = CSharpGeneratorDriver.Create(
                [new SafetyCoreGenerator().AsSourceGenerator()],
                [.. ordered],
                parseOptions: new CSharpParseOptions(LanguageVersion.CSharp13),
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        }

        public ImmutableArray<Diagnostic> Diagnostics => driver.GetRunResult().Diagnostics;

        public SortedDictionary<string, string> Run()
        {
            driver = driver.RunGenerators(compilation);
            return new(Result().GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString()), StringComparer.Ordinal);
        }

        public string Content(string name) => files[name].GetText().ToString();

        public string Text(string hintName) => Result().GeneratedSources.Single(s => s.HintName == hintName).SourceText.ToString();

        public void Replace(string name, string text)
        {
            InMemoryFile changed = new(name, Encoding.UTF8.GetBytes(text));
            driver = driver.ReplaceAdditionalText(files[name], changed);
            files[name] = changed;
        }

        public void EditCode() => compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "namespace Other; public static class Added { }", new CSharpParseOptions(LanguageVersion.CSharp13)));

        /// <summary>Files that the last run made anew with another content.</summary>
        public IEnumerable<string> Emitted(string step) =>
            from run in Result().TrackedSteps.GetValueOrDefault(step, [])
            from output in run.Outputs
            where output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified
            select ((Emit.GeneratedFile)output.Value).Name;

        public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
            Result().TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);

        private GeneratorRunResult Result()
        {
            GeneratorRunResult result = driver.GetRunResult().Results.Single();
            return result.Exception is null ? result : throw new InvalidOperationException("the generator failed", result.Exception);
        }
    }

    private sealed class InMemoryFile(string name, byte[] content) : AdditionalText
    {
        public override string Path => "/repository/spec/" + name;

        public override SourceText GetText(CancellationToken cancellationToken = default) =>
            SourceText.From(new MemoryStream(content), encoding: null);
    }
}
