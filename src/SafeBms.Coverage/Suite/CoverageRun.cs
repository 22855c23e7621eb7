using SafeBms.Coverage.Machines;
using SafeBms.Coverage.Model;
using SafeBms.Coverage.Probes;
using SafeBms.Generator.Emit.Probes;

namespace SafeBms.Coverage.Suite;

/// <summary>Runs a suite on the instrumented flavour of the generated code and collects what it covers; what fails on
/// it is a finding.</summary>
public sealed class CoverageRun
{
    private readonly CompiledBenches benches;
    private readonly ProbeRecorder recorder;
    private readonly List<string> problems = [];
    private ScenarioSuite? scenarios;

    /// <summary>On an instrumented flavour.</summary>
    /// <param name="benches">Compiled with a plan.</param>
    public CoverageRun(CompiledBenches benches)
    {
        this.benches = benches ?? throw new ArgumentNullException(nameof(benches));
        ProbePlan plan = benches.Plan ?? throw new ArgumentException("compiled without probes", nameof(benches));
        recorder = new ProbeRecorder(plan);
        Machines = [.. plan.Machines.Select(probes => new MachineObligations(benches.Model, probes))];
    }

    /// <summary>What has to be seen.</summary>
    public IReadOnlyList<MachineObligations> Machines { get; }

    /// <summary>The instrumented flavour.</summary>
    public CompiledBenches Benches => benches;

    /// <summary>What failed, or is not as it should be.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Everything that was seen so far.</summary>
    public HashSet<Obligation> Covered()
    {
        HashSet<Obligation> covered = [];
        foreach (MachineObligations machine in Machines)
        {
            foreach (int obligation in recorder.Sightings.SelectMany(machine.FulfilledBy))
            {
                covered.Add(machine.All[obligation]);
            }
        }

        return covered;
    }

    /// <summary>Runs a scenario.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="states">Whether every state of every scan goes into the outcome; slower.</param>
    public ScenarioOutcome Scenario(string path, bool states = false) => Listening(() =>
    {
        scenarios ??= new ScenarioSuite(benches.Core);
        ScenarioOutcome outcome = scenarios.Run(path, states);
        if (!outcome.Passed)
        {
            problems.Add($"{path} fails");
        }

        return outcome;
    });

    /// <summary>Runs a file of tests of a machine.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name for messages.</param>
    public void Tests(MachineTestFile file, string path) => Listening(() =>
    {
        ArgumentNullException.ThrowIfNull(file);
        if (new MachineTestWriter(benches.Model, file.Machine).Fingerprint() != file.Fingerprint)
        {
            problems.Add($"{path} was written for another {file.Machine.Name}: "
                + "run 'safebms-spec generate-tests' and look at the difference");
        }

        MachineJudge judge = new(benches, file.Machine);
        problems.AddRange(file.Tests.Select(judge.Judge).OfType<string>().Select(problem => $"{path}: {problem}"));
        return true;
    });

    private T Listening<T>(Func<T> work)
    {
        ProbeSink.Listen(recorder);
        try
        {
            return work();
        }
        finally
        {
            ProbeSink.Listen(null);
        }
    }
}
