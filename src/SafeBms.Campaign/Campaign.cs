using SafeBms.Specification.Model;

namespace SafeBms.Campaign;

/// <summary>Runs a shard with its files: journal, results, reports and scenarios of what is bad.</summary>
public sealed class Campaign
{
    private const int Scenarios_max = 100;

    private readonly CampaignRequest _request;
    private readonly CampaignRunner _runner;
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    /// <param name="request">What is wanted.</param>
    /// <param name="model">The specification that the core was generated from; it says what properties assume.</param>
    /// <param name="output">Where the summary goes.</param>
    /// <param name="error">Where progress goes.</param>
    public Campaign(CampaignRequest request, SpecificationModel model, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(request);
        _request = request;
        _runner = new CampaignRunner(new Assumptions(model));
        _output = output;
        _error = error;
    }

    /// <summary>Runs it. Returns 0 if nothing was violated, 1 if something was.</summary>
    /// <exception cref="CampaignException">It cannot be run; the message says why.</exception>
    public int Run(CancellationToken cancel)
    {
        IReadOnlyList<CampaignCase> selected = _request.Selection.From(CampaignPlan.All);
        RunHeader header = new()
        {
            Specification = _request.Specification,
            Plan = CampaignPlan.SumOf(selected),
            Cases = selected.Count,
            Selection = _request.Selection.Text,
            Shard = _request.Shard,
        };
        string stem = Path.Combine(_request.Out, _request.Shard.FileName);
        IReadOnlyList<CaseResult> results = Finished(stem, header) ?? RunCases(stem, header, selected, cancel);
        return Tell(stem, new Report(header, results), results);
    }

    private List<CaseResult>? Finished(string stem, RunHeader header)
    {
        string path = stem + ResultFile.Suffix;
        if (!_request.Resume || !File.Exists(path))
        {
            return null;
        }

        (RunHeader before, IReadOnlyList<CaseResult> results) = ResultFile.Read(path);
        if (before != header)
        {
            throw new CampaignException($"{path} is the result of another run ({before.Selection}, specification "
                + $"{before.Specification[..12]}); name another --out, or begin anew with --resume false");
        }

        _error.WriteLine($"campaign: {path} is complete already; --resume false runs it anew");
        return [.. results];
    }

    private List<CaseResult> RunCases(
        string stem, RunHeader header, IReadOnlyList<CampaignCase> selected, CancellationToken cancel)
    {
        string journalPath = stem + ResultFile.JournalSuffix;
        List<CaseResult> results;
        using (Journal journal = Journal.Open(journalPath, header, _request.Resume))
        {
            results = [.. journal.Results];
            HashSet<int> done = [.. results.Select(r => r.Index)];
            CampaignCase[] open = [.. _request.Shard.Of(selected).Where(c => !done.Contains(c.Index))];
            Progress progress = new(_error, open.Length, results.Count, _request.IsTerminal);
            _runner.Run(
                open,
                _request.Jobs,
                (_, result) =>
                {
                    journal.Add(result);
                    results.Add(result);
                    progress.Note(result);
                },
                cancel);
            progress.End();
        }

        ResultFile.Write(stem + ResultFile.Suffix, ResultFile.Text(header, results));
        File.Delete(journalPath);
        return results;
    }

    private int Tell(string stem, Report report, IReadOnlyList<CaseResult> results)
    {
        ResultFile.Write(stem + ".junit.xml", report.JUnit());
        ResultFile.Write(stem + ".summary.txt", report.Summary());
        if (_request.Json)
        {
            _output.WriteLine(report.Json());
        }
        else
        {
            _output.Write(report.Summary());
        }

        WriteScenarios(results);
        return report.Bad == 0 ? 0 : 1;
    }

    private void WriteScenarios(IReadOnlyList<CaseResult> results)
    {
        foreach (CaseResult bad in results
            .Where(r => r.Verdict == Verdict.Violated && r.Injected_ms >= 0)
            .OrderBy(r => r.Index)
            .Take(Scenarios_max))
        {
            CampaignCase item = CampaignPlan.All[bad.Index];
            string path = Path.Combine(
                _request.Out, "violations", ScenarioWriter.FileNameOf(item.Id) + ".scenario.yaml");
            ResultFile.Write(path, _runner.ScenarioOf(item));
            _error.WriteLine($"campaign: repeat with 'safebms simulate {path}'");
        }
    }
}
