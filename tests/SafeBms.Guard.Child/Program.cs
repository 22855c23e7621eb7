using System.Runtime.InteropServices;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Guard;
using SafeBms.Guard.Child;

// A controller as small as can be: safebms-guard-child MODE SCALE --restarts N
string mode = args[0];
if (mode == "guard")
{
    return GuardMode.Run(args[1], args[2], args[3]);
}

GuardSettings settings = new() { Scale = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) };
long restarts = long.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture);
bool faulty = restarts == 0;

ulong closed = LineWords.Bit(OutputLine.ContactorCoil) | LineWords.Bit(OutputLine.Aux);
ulong on = closed
    | LineWords.Bit(OutputLine.ProgrammableRelay)
    | LineWords.Bit(OutputLine.AllowToCharge)
    | LineWords.Bit(OutputLine.AllowToDischarge);
ulong flicker = LineWords.Bit(OutputLine.PreAlarm);

if (mode == "unusable")
{
    return GuardSettings.UnusableCode;
}

using VirtualChip lines = VirtualChip.Adopt(ControllerHandles.Lines);
using GuardLink link = new(settings);
if (mode == "early-outputs")
{
    _ = lines.Write(on);
}

long scan = 0;
int since = 0;
long next_ns = MonotonicClock.Now_ns;
long opening_ns = -1;
int exit = -1;
while (exit < 0)
{
    next_ns = Math.Max(next_ns + 1_000_000, MonotonicClock.Now_ns);
    MonotonicClock.SleepUntil(next_ns);
    GuardSight sight = link.Poll(MonotonicClock.Now_ns);
    scan++;
    since++;
    bool shutDown = sight != GuardSight.Alive;
    if (opening_ns < 0 && shutDown)
    {
        opening_ns = MonotonicClock.Now_ns;
        _ = lines.Write(closed | LineWords.Bit(OutputLine.Alarm));
    }

    if (opening_ns < 0)
    {
        exit = Run();
    }
    else if (MonotonicClock.Now_ns - opening_ns > 2_001_000_000)
    {
        _ = lines.Write(LineWords.Safe);
        _ = link.Beat(Heartbeat.CompleteFlow, since, HeartbeatFlags.EndedInOrder);
        return sight == GuardSight.Stopping ? 0 : 10 + (int)sight;
    }

    bool silent = mode == "early-outputs" || (mode == "silent" && faulty && scan > 300);
    if (scan % 10 == 0 && !silent)
    {
        _ = link.Beat(Heartbeat.CompleteFlow, since, HeartbeatFlags.Running);
        since = 0;
    }
}

return exit;

int Run()
{
    if (scan == 200)
    {
        _ = lines.Write(on);
    }

    if (scan > 200 && mode == "writer")
    {
        _ = lines.Write(on | (scan % 2 == 0 ? flicker : 0));
    }

    // Once only: the second start behaves.
    if (scan != 400 || !faulty)
    {
        return -1;
    }

    switch (mode)
    {
        case "exit":
            return 3;
        case "crash":
            Environment.FailFast("as the test wants it");
            return 4;
        case "order":
            _ = lines.Write(LineWords.Safe);
            break;
        case "token":
            _ = link.Beat(Heartbeat.CompleteFlow ^ 1, since, HeartbeatFlags.Running);
            break;
        case "early":
            _ = link.Beat(Heartbeat.CompleteFlow, 1, HeartbeatFlags.Running);
            _ = link.Beat(Heartbeat.CompleteFlow, 1, HeartbeatFlags.Running);
            break;
        case "replay":
            Send(new Heartbeat
            {
                Sequence = 1,
                Sent_ns = MonotonicClock.Now_ns,
                Token = Heartbeat.TokenOf(1, Heartbeat.CompleteFlow),
                Scans = 10,
            });
            break;
        case "garbage":
            _ = Descriptor.Write(ControllerHandles.HeartbeatOut, "no heartbeat"u8);
            break;
    }

    return -1;
}

static void Send(Heartbeat beat) =>
    _ = Descriptor.Write(ControllerHandles.HeartbeatOut, MemoryMarshal.AsBytes(new ReadOnlySpan<Heartbeat>(in beat)));
