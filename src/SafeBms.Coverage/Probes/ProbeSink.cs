namespace SafeBms.Coverage.Probes;

/// <summary>What the instrumented flavour of the generated code calls. Each thread has its own listener; without one,
/// nothing is kept.</summary>
public static class ProbeSink
{
    [ThreadStatic]
    private static ProbeRecorder? listener;

    /// <summary>Listens on this thread from now on.</summary>
    /// <param name="recorder">Who listens; null for nobody.</param>
    public static void Listen(ProbeRecorder? recorder) => listener = recorder;

    /// <summary>A decision was evaluated.</summary>
    /// <param name="id">Which, see <see cref="Generator.Emit.Probes.Decision"/>.</param>
    /// <param name="mask">The conditions, and above them the outcome.</param>
    public static void Decision(int id, ulong mask) => listener?.Decision(id, mask);

    /// <summary>A count of scans was compared.</summary>
    /// <param name="id">Which, see <see cref="Generator.Emit.Probes.Boundary"/>.</param>
    /// <param name="value">The count in this scan.</param>
    /// <param name="last">The count in the last scan.</param>
    /// <param name="bound">What it is compared with.</param>
    /// <param name="cap">Where it stops to count.</param>
    public static void Boundary(int id, long value, long last, long bound, long cap) =>
        listener?.Boundary(id, value, last, bound, cap);

    /// <summary>A transition fired.</summary>
    /// <param name="machine">Which machine.</param>
    /// <param name="transition">Its number, from 1.</param>
    /// <param name="last">The one that this instance of the machine fired before; becomes this one.</param>
    public static void Transition(int machine, int transition, ref int last)
    {
        listener?.Transition(machine, transition, last);
        last = transition;
    }

    /// <summary>A scan of a machine begins or has ended.</summary>
    /// <param name="machine">Which machine.</param>
    /// <param name="leaf">Id of the active state.</param>
    public static void State(int machine, int leaf) => listener?.State(machine, leaf);
}
