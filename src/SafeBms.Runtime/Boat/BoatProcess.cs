using SafeBms.Devices.Linux;
using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;

namespace SafeBms.Runtime.Boat;

/// <summary>The process <c>safebms plant</c>: the boat in real time, switched through its mailbox.</summary>
public sealed class BoatProcess
{
    /// <summary>Name of the mailbox in the run directory.</summary>
    public const string MailboxName = "plant";

    /// <summary>Published values: what is switched on, and milliseconds done.</summary>
    public const int ValueCount = 2;

    private readonly BoatRunner _runner;
    private readonly RunBlock _block;
    private long _switches;

    /// <summary>Prepares the process.</summary>
    public BoatProcess(BoatRunner runner, RunBlock block)
    {
        ArgumentNullException.ThrowIfNull(runner);
        _runner = runner;
        _block = block;
        for (int key = 0; key < Keys.All.Count; key++)
        {
            Mark(key, Keys.All[key].IsOn?.Invoke(runner.Plant) ?? false);
        }
    }

    /// <summary>Runs until <paramref name="isOver"/> says so; it is asked each ms.</summary>
    public void Run(Func<bool> isOver)
    {
        ArgumentNullException.ThrowIfNull(isOver);
        long deadline_ns = MonotonicClock.Now_ns;
        while (!isOver())
        {
            MonotonicClock.SleepUntil(deadline_ns);
            TakeCommand();
            _runner.Step();
            Publish();

            // The boat's time is real time: after a delay it catches up, which a controller must never do.
            deadline_ns += Pacing.Period_ns;
        }
    }

    private void TakeCommand()
    {
        int code = _block.TakeCommand(out long ticket);
        if (code == 0)
        {
            return;
        }

        int key = code - (int)ControllerCommand.FirstKey;
        bool known = (uint)key < (uint)Keys.All.Count && Keys.All[key].On is not null;
        if (known)
        {
            bool on = (_switches & (1L << key)) == 0;
            (on ? Keys.All[key].On : Keys.All[key].Off)!(_runner.Plant);
            Mark(key, on);
        }

        _block.Answer(ticket, known ? 1 : 0);
    }

    private void Mark(int key, bool on) => _switches = on ? _switches | (1L << key) : _switches & ~(1L << key);

    private void Publish()
    {
        Span<long> values = _block.BeginPublish();
        values[0] = _switches;
        values[1] = _runner.Plant.Tick;
        _block.EndPublish();
    }
}
