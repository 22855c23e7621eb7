using SafeBms.Devices.Linux;

namespace SafeBms.Guard;

/// <summary>Keeps a child running that the guard does not depend on: station or plant.</summary>
internal sealed class ChildKeeper : IDisposable
{
    private const int OutOfMemoryScore = 500;

    private readonly ChildProcess _process;
    private readonly GuardLog _log;
    private readonly string _name;
    private long _start_ns = long.MinValue;
    private long _pause_ns = GuardSettings.BackOffFirst_ns;
    private bool _ending;

    public ChildKeeper(string name, ChildCommand command, IReadOnlyDictionary<string, string> added, GuardLog log)
    {
        Dictionary<string, string> variables = new(command.Environment);
        foreach ((string variable, string value) in added)
        {
            variables[variable] = value;
        }

        _process = new ChildProcess(command.File, command.Arguments, variables);
        _name = name;
        _log = log;
    }

    public int ProcessId => _process.ProcessId;

    public long Starts { get; private set; }

    /// <summary>Reaps it if it ended, and starts it when its time has come.</summary>
    public void Step(long now_ns)
    {
        if (_process.ProcessId != 0)
        {
            if (_process.TryReap(out ChildExit exit))
            {
                Plan(now_ns, exit);
            }

            return;
        }

        if (_ending || now_ns < _start_ns)
        {
            return;
        }

        _start_ns = now_ns;
        if (!_process.TryStart(0, out int error))
        {
            _log.Add($"{_name}: cannot be started, error {error}");
            Plan(now_ns, ChildExit.NotStarted);
            return;
        }

        Starts++;
        _ = ChildSide.TrySetOutOfMemoryScore(_process.ProcessId, OutOfMemoryScore);
        _log.Add($"{_name}: process {_process.ProcessId}");
    }

    /// <summary>Asks it to end; it is not started again.</summary>
    public void End()
    {
        _ending = true;
        _process.Terminate();
    }

    public void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();

    private void Plan(long now_ns, ChildExit exit)
    {
        bool ranWell = now_ns - _start_ns >= GuardSettings.BackOffLongest_ns;
        _pause_ns = ranWell ? GuardSettings.BackOffFirst_ns : _pause_ns;
        _start_ns = now_ns + _pause_ns;
        if (!_ending)
        {
            _log.Add($"{_name}: ended ({Describe(exit)}), starts again in {_pause_ns / 1_000_000} ms");
        }

        _pause_ns = Math.Min(_pause_ns * 2, GuardSettings.BackOffLongest_ns);
    }

    public static string Describe(ChildExit exit) => exit.Signal != 0 ? $"signal {exit.Signal}" : $"code {exit.Code}";
}
