using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;

namespace SafeBms.Guard;

/// <summary>
/// Leads a logic of its own through a whole life before the first child is started: what is done for the first time in
/// an emergency must not be compiled then.
/// </summary>
internal static class Rehearsal
{
    private const int Steps_max = 20_000;
    private const int Beats = 10;

    /// <summary>
    /// Three lives of a controller: a false heartbeat, a silence, an ordered end. Returns the logic as it ended.
    /// </summary>
    public static GuardLogic Run(GuardSettings settings, ulong wired)
    {
        GuardLogic logic = new(settings, wired);
        ulong lines = LineWords.Safe;
        long sequence = 0;
        bool ended = false;
        for (long step = 1; step < Steps_max && logic.State != GuardState.Done; step++)
        {
            long now_ns = step * GuardSettings.LoopPeriod_ns;
            bool controls = logic.State is GuardState.Starting or GuardState.Watching or GuardState.Stopping;
            bool wanders = logic.Faults == 1 && sequence >= Beats;
            if (controls && step % 2 == 0 && !wanders && !ended)
            {
                sequence++;
                ended = logic.State == GuardState.Stopping;
                lines = ended ? LineWords.Safe : LineWords.Bit(OutputLine.ContactorCoil);
                _ = logic.Step(new GuardInputs
                {
                    Now_ns = now_ns,
                    HasHeartbeat = true,
                    Heartbeat = Beat(sequence, now_ns, logic.Faults == 0 && sequence > Beats, ended),
                });
            }

            GuardActions actions = logic.Step(new GuardInputs
            {
                Now_ns = now_ns,
                HasLines = true,
                LinesFrom_ns = now_ns,
                Lines = lines,
                ControllerGone = logic.State == GuardState.Killing || ended,
                Exit = new ChildExit(0, 0),
                StopRequested = logic.Faults > 1 && logic.State == GuardState.Watching,
            });
            sequence = actions.Start ? 0 : sequence;
            if (actions.Write)
            {
                lines = actions.Word;
                logic.Wrote(LineStatus.Ok, now_ns);
            }
        }

        return logic;
    }

    private static Heartbeat Beat(long sequence, long now_ns, bool isFalse, bool ended) => new()
    {
        Sequence = sequence,
        Sent_ns = now_ns,
        Token = Heartbeat.TokenOf(sequence, isFalse ? 0 : Heartbeat.CompleteFlow),
        Flags = ended ? HeartbeatFlags.EndedInOrder : HeartbeatFlags.Running,
        Scans = 1,
    };
}
