using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;

namespace SafeBms.Guard.Tests;

/// <summary>
/// The logic in a world of numbers: a clock that the test moves, lines that carry what was written last, and a
/// controller that beats, dies or hangs as the test wants. Whatever the test does, each step is held to the rules.
/// </summary>
internal sealed class World
{
    public const long Ms = 1_000_000;

    public static readonly ulong Contactor = LineWords.Bit(OutputLine.ContactorCoil);
    public static readonly ulong Relay = LineWords.Bit(OutputLine.ProgrammableRelay);
    public static readonly ulong Aux = LineWords.Bit(OutputLine.Aux);
    public static readonly ulong Precharge = LineWords.Bit(OutputLine.Precharge);
    public static readonly ulong Charge = LineWords.Bit(OutputLine.AllowToCharge);
    public static readonly ulong Discharge = LineWords.Bit(OutputLine.AllowToDischarge);
    public static readonly ulong Running = Contactor | Relay | Aux | Charge | Discharge;
    private const ulong AllWired = (1UL << LineWords.Outputs) - 1;

    private bool _goneWaits;
    private long _relayFell_ns = -1;
    private bool _byGuard;

    public World(GuardSettings? settings = null)
    {
        Settings = settings ?? new GuardSettings();
        Logic = new GuardLogic(Settings, AllWired);
    }

    public GuardSettings Settings { get; }

    public GuardLogic Logic { get; }

    public long Now_ns { get; set; } = 1_000_000_000_000;

    /// <summary>The controller's process exists.</summary>
    public bool Exists { get; private set; }

    public ChildExit Exit { get; private set; }

    public ulong Lines { get; set; } = LineWords.Safe;

    public LineStatus LinesStatus { get; set; } = LineStatus.Ok;

    public bool StopRequested { get; set; }

    public int Starts { get; private set; }

    public long LastRestarts { get; private set; }

    public long Sequence { get; set; }

    public long LastSent_ns { get; set; }

    public List<(long Time_ns, ulong Word)> Writes { get; } = [];

    public GuardActions Last { get; private set; }

    public GuardState State => Logic.State;

    /// <summary>Starts the controller and lets it beat and close.</summary>
    public static World InControl(GuardSettings? settings = null)
    {
        World world = new(settings);
        world.Step();
        world.Beat(10);
        Assert.Equal(GuardState.Watching, world.State);
        world.Lines = Running;
        world.Beat(10);
        return world;
    }

    /// <summary>The heartbeat that a healthy controller would send now.</summary>
    public Heartbeat Next() => new()
    {
        Sequence = Sequence + 1,
        Sent_ns = Now_ns,
        Token = Heartbeat.TokenOf(Sequence + 1, Heartbeat.CompleteFlow),
        Flags = HeartbeatFlags.Running,
        Scans = 10,
    };

    /// <summary>Time passes, then the healthy heartbeat comes.</summary>
    public GuardActions Beat(long after_ms)
    {
        Now_ns += after_ms * Ms;
        return Hear(Next());
    }

    /// <summary>A heartbeat comes, in a round of the loop of its own.</summary>
    public GuardActions Hear(Heartbeat beat)
    {
        Sequence = beat.Sequence;
        LastSent_ns = beat.Sent_ns;
        GuardActions heard = Do(new GuardInputs { HasHeartbeat = true, Heartbeat = beat, Now_ns = Now_ns });
        GuardActions looked = Step();
        return heard.Kill ? heard : looked;
    }

    public GuardActions HearGarbage()
    {
        GuardActions heard = Do(new GuardInputs { HasHeartbeat = true, Malformed = true, Now_ns = Now_ns });
        _ = Step();
        return heard;
    }

    /// <summary>The process ends; the next step reaps it.</summary>
    public void Die(int code, int signal = 0)
    {
        Assert.True(Exists);
        Exists = false;
        _goneWaits = true;
        Exit = new ChildExit(code, signal);
    }

    /// <summary>A round without a heartbeat.</summary>
    public GuardActions Step(long after_ns = 0)
    {
        Now_ns += after_ns;
        GuardInputs inputs = new()
        {
            Now_ns = Now_ns,
            HasLines = true,
            LinesFrom_ns = Now_ns,
            LinesStatus = LinesStatus,
            Lines = LinesStatus == LineStatus.Ok ? Lines : 0,
            ControllerGone = _goneWaits,
            Exit = _goneWaits ? Exit : default,
            StopRequested = StopRequested,
        };
        _goneWaits = false;
        return Do(inputs);
    }

    /// <summary>Rounds of 5 ms until the time has passed.</summary>
    public void Pass(long duration_ms)
    {
        for (long end_ns = Now_ns + (duration_ms * Ms); Now_ns < end_ns;)
        {
            _ = Step(Math.Min(5 * Ms, end_ns - Now_ns));
        }
    }

    private GuardActions Do(GuardInputs inputs)
    {
        GuardActions actions = Logic.Step(inputs);
        Last = actions;
        Assert.False(actions.Write && Exists, "The guard writes while the controller may be alive.");
        Assert.False(actions.Start && Exists, "The guard starts a second controller.");
        Assert.True(!actions.Start || (Lines & ~LineWords.Safe) == 0, "The controller is started with outputs on.");
        Assert.True(
            !inputs.ControllerGone || actions.Write,
            "The alternator does not fall in the step in which the controller is known to be gone.");
        if (actions.Kill)
        {
            Assert.Equal(GuardState.Killing, State);
        }

        if (actions.Write)
        {
            Write(actions.Word);
        }

        if (actions.Start)
        {
            Exists = true;
            Starts++;
            LastRestarts = actions.Restarts;
            Sequence = 0;
            LastSent_ns = Now_ns;
        }

        return actions;
    }

    private void Write(ulong word)
    {
        Assert.Equal(0UL, word & (Relay | Precharge | Charge | Discharge));
        Assert.NotEqual(0UL, word & LineWords.Safe);
        if (LinesStatus != LineStatus.Ok)
        {
            Logic.Wrote(LinesStatus, Now_ns);
            return;
        }

        if ((Lines & Relay) != 0)
        {
            _relayFell_ns = Now_ns;
            _byGuard = true;
        }

        if ((Lines & Contactor) != 0 && (word & Contactor) == 0)
        {
            Assert.True(!_byGuard || Now_ns - _relayFell_ns >= 3000 * Ms, "The contactor falls too early.");
        }

        Assert.Equal(0UL, word & Contactor & ~Lines);
        Writes.Add((Now_ns, word));
        Lines = word;

        // A write takes its time; what is measured from it begins after it.
        Logic.Wrote(LineStatus.Ok, Now_ns);
    }
}
