namespace SafeBms.Coverage.Suite;

/// <summary>What came of a scenario.</summary>
/// <param name="File">Its file.</param>
/// <param name="Passed">Whether all expectations held.</param>
/// <param name="Scans">Scans that ran.</param>
/// <param name="Outputs">A number over all outputs of all scans.</param>
/// <param name="States">A number over all states, timers and verdicts of all scans; 0 unless it was asked for.</param>
public sealed record ScenarioOutcome(string File, bool Passed, long Scans, ulong Outputs, ulong States);
