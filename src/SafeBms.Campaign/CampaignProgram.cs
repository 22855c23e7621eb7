using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SafeBms.Core;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Campaign;

/// <summary>What the command line calls: runs, lists, merges, and writes single cases.</summary>
public static class CampaignProgram
{
    private const int Unusable = 2;

    /// <summary>A sum over names and contents of the files of a specification, in the order of their names.</summary>
    public static string SumOf(IReadOnlyList<SpecificationFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SpecificationFile file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Path + "\0"));
            hash.AppendData(SHA256.HashData(file.Content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>True if the core that this program carries was generated from exactly these files.</summary>
    public static bool IsBuiltFrom(IReadOnlyList<SpecificationFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        string sums = typeof(SafetyCore).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => a.Key == "SpecificationFiles")?.Value ?? "";
        HashSet<string> built = [.. sums.Split('|', StringSplitOptions.RemoveEmptyEntries)];
        return built.SetEquals(files.Select(f =>
            $"{Path.GetFileName(f.Path)} {Convert.ToHexString(SHA256.HashData(f.Content))}"));
    }

    /// <summary>
    /// Runs a request that was written as JSON; for a copy of this program that was loaded beside another core.
    /// </summary>
    /// <returns>0 nothing violated, 1 something violated, 2 unusable.</returns>
    public static int Run(string request, SpecificationModel model, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(error);
        return Run(JsonSerializer.Deserialize<CampaignRequest>(request)!, model, output, error);
    }

    /// <summary>Runs a request.</summary>
    /// <returns>0 nothing violated, 1 something violated, 2 unusable.</returns>
    public static int Run(CampaignRequest request, SpecificationModel model, TextWriter output, TextWriter error) =>
        Guarded(error, () => new Campaign(request, model, output, error).Run(CancellationToken.None));

    /// <summary>Lists the selected cases, a line each, or the fault list with what is not injected here.</summary>
    public static int List(Selection selection, bool json, TextWriter output, TextWriter error) => Guarded(error, () =>
    {
        ArgumentNullException.ThrowIfNull(output);
        IReadOnlyList<CampaignCase> selected = selection.From(CampaignPlan.All);
        foreach (CampaignCase item in selected)
        {
            output.WriteLine(json ? LineOf(item) : $"{item.Id}  {item.Text}");
        }

        foreach (FaultEntry entry in FaultList.All.Where(f => !json && f.NotHere.Length > 0 && selection.Text == "all"))
        {
            output.WriteLine($"{entry.Id}  not injected here: {entry.Text}. {entry.NotHere}");
        }

        return 0;
    });

    /// <summary>Prints a case as a scenario.</summary>
    public static int Scenario(string id, SpecificationModel model, TextWriter output, TextWriter error) =>
        Guarded(error, () =>
        {
            ArgumentNullException.ThrowIfNull(output);
            CampaignCase item = CampaignPlan.All.FirstOrDefault(c => c.Id == id)
                ?? throw new CampaignException($"there is no case '{id}'; 'safebms-spec campaign --list' shows all");
            output.Write(new CampaignRunner(new Assumptions(model)).ScenarioOf(item));
            return 0;
        });

    /// <summary>Merges the shards of a folder into <c>campaign.results.jsonl</c> and its reports.</summary>
    public static int MergeFolder(string folder, bool json, TextWriter output, TextWriter error) => Guarded(error, () =>
    {
        ArgumentNullException.ThrowIfNull(output);
        (RunHeader header, IReadOnlyList<CaseResult> results) = Merge.Folder(folder);
        Report report = new(header, results);
        string stem = Path.Combine(folder, "campaign");
        ResultFile.Write(stem + ResultFile.Suffix, ResultFile.Text(header, results));
        ResultFile.Write(stem + ".junit.xml", report.JUnit());
        ResultFile.Write(stem + ".summary.txt", report.Summary());
        output.Write(json ? report.Json() + "\n" : report.Summary());
        return report.Bad == 0 ? 0 : 1;
    });

    private static string LineOf(CampaignCase item) => JsonText.Line(writer =>
    {
        writer.WriteNumber("index", item.Index);
        writer.WriteString("case", item.Id);
        writer.WriteString("fault", item.Fault);
        writer.WriteString("state", item.Lead.State.Name);
        writer.WriteString("text", item.Text);
        writer.WriteNumber("phase_ms", item.Phase_ms);
        writer.WriteNumber("length_ms", item.Length_ms);
    });

    private static int Guarded(TextWriter error, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception problem) when (problem
            is CampaignException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"safebms-spec: {problem.Message}");
            return Unusable;
        }
        catch (AggregateException problem)
        {
            error.WriteLine($"safebms-spec: {problem.GetBaseException().Message}");
            return Unusable;
        }
    }
}
