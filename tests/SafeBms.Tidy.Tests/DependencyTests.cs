using System.Xml.Linq;
using Xunit;

namespace SafeBms.Tidy.Tests;

/// <summary>Dependencies point one way. The deployed controller carries no compiler and no parser of machines.</summary>
public class DependencyTests
{
    // Who may reference whom. A new arrow is a decision: change it here and in docs/architecture.md.
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["SafeBms.Specification"] = [],
        ["SafeBms.Generator"] = ["SafeBms.Specification"],
        ["SafeBms.Interpreter"] = ["SafeBms.Specification"],
        ["SafeBms.Core"] = ["SafeBms.Generator"],
        ["SafeBms.Simulation"] = ["SafeBms.Core"],
        ["SafeBms.Protocols"] = [],
        ["SafeBms.Devices"] = [],
        // Small enough to be read in one sitting; it must not depend on what it guards.
        ["SafeBms.Guard"] = ["SafeBms.Devices"],
        ["SafeBms.Runtime"] = ["SafeBms.Core", "SafeBms.Simulation", "SafeBms.Protocols", "SafeBms.Devices", "SafeBms.Guard"],
        // Counterexamples are searched for and confirmed on the generated code.
        ["SafeBms.Proof"] = ["SafeBms.Specification", "SafeBms.Interpreter", "SafeBms.Laboratory"],
        // Shares no line with the prover that it checks.
        ["SafeBms.Certification"] = ["SafeBms.Specification"],
        ["SafeBms.Laboratory"] = ["SafeBms.Specification", "SafeBms.Generator"],
        ["SafeBms.Exploration"] = ["SafeBms.Specification", "SafeBms.Laboratory"],
        ["SafeBms.Equivalence"] = ["SafeBms.Specification", "SafeBms.Generator", "SafeBms.Interpreter", "SafeBms.Proof", "SafeBms.Laboratory"],
        ["SafeBms.Mutation"] = ["SafeBms.Specification", "SafeBms.Generator", "SafeBms.Laboratory", "SafeBms.Simulation", "SafeBms.Proof"],
        ["SafeBms.Coverage"] = ["SafeBms.Specification", "SafeBms.Generator", "SafeBms.Laboratory", "SafeBms.Interpreter", "SafeBms.Simulation"],
        ["SafeBms.Campaign"] = ["SafeBms.Specification", "SafeBms.Simulation", "SafeBms.Core"],
        ["SafeBms.Traceability"] = ["SafeBms.Specification", "SafeBms.Simulation"],
        ["SafeBms.Workbench"] =
        [
            "SafeBms.Specification", "SafeBms.Generator", "SafeBms.Interpreter", "SafeBms.Core", "SafeBms.Simulation", "SafeBms.Proof", "SafeBms.Certification",
            "SafeBms.Laboratory", "SafeBms.Exploration", "SafeBms.Equivalence", "SafeBms.Mutation", "SafeBms.Coverage", "SafeBms.Campaign", "SafeBms.Traceability",
        ],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["SafeBms.Specification"] = ["YamlDotNet"],
        ["SafeBms.Generator"] = ["Microsoft.CodeAnalysis.CSharp", "YamlDotNet"],
        ["SafeBms.Interpreter"] = [],
        ["SafeBms.Core"] = [],
        ["SafeBms.Simulation"] = ["YamlDotNet"],
        ["SafeBms.Protocols"] = [],
        ["SafeBms.Devices"] = [],
        ["SafeBms.Guard"] = [],
        ["SafeBms.Runtime"] = ["System.CommandLine", "Spectre.Console", "YamlDotNet"],
        ["SafeBms.Proof"] = [],
        ["SafeBms.Certification"] = [],
        ["SafeBms.Laboratory"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["SafeBms.Exploration"] = [],
        ["SafeBms.Equivalence"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["SafeBms.Mutation"] = [],
        ["SafeBms.Coverage"] = [],
        ["SafeBms.Campaign"] = [],
        ["SafeBms.Traceability"] = [],
        ["SafeBms.Workbench"] = ["System.CommandLine", "Microsoft.CodeAnalysis.CSharp"],
    };

    public static TheoryData<string> Projects()
    {
        TheoryData<string> data = [];
        foreach (string path in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            data.Add(Path.GetFileNameWithoutExtension(path));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_architecture_allows(string project)
    {
        Assert.True(AllowedProjects.ContainsKey(project), $"{project} is new: say in this test what it may reference.");
        XDocument file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));

        IEnumerable<string> projects = file.Descendants("ProjectReference")
            .Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path));
        IEnumerable<string> packages = file.Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value);

        Assert.Empty(projects.Except(AllowedProjects[project], StringComparer.Ordinal));
        Assert.Empty(packages.Except(AllowedPackages[project], StringComparer.Ordinal));
    }

    [Fact]
    public void The_core_uses_the_generator_only_while_it_is_compiled()
    {
        XDocument file = XDocument.Load(Path.Combine(Repository.Root, "src/SafeBms.Core/SafeBms.Core.csproj"));
        XElement reference = Assert.Single(file.Descendants("ProjectReference"));

        Assert.Equal("Analyzer", reference.Attribute("OutputItemType")?.Value);
        Assert.Equal("false", reference.Attribute("ReferenceOutputAssembly")?.Value);
    }

    [Fact]
    public void Every_version_is_pinned_in_one_place()
    {
        IEnumerable<string> offenders = Directory
            .EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(path => XDocument.Load(path).Descendants("PackageReference").Any(item => item.Attribute("Version") is not null));
        Assert.Empty(offenders);

        XDocument versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"));
        Assert.All(versions.Descendants("PackageVersion"), item => Assert.DoesNotContain('*', item.Attribute("Version")!.Value));
    }
}
