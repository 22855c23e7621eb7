using System.Runtime.InteropServices;
using SafeBms.Core;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// Finds out that the core is at rest: that further scans, so long as the sensors say the same at the same distances,
/// change nothing but clocks, so that they need not be done.
/// </summary>
/// <remarks>
/// The sensors work in cycles of 80 ms, so in idle time inputs (ages included) are those of 80 ms before. After two
/// such cycles without a new value, one more is compared scan by scan: the memory must be the same bytes in each of its
/// 81 scans, but for the checked inputs and for <see cref="RunningClocks"/>, which must move evenly; the checked inputs
/// must be, at the end of the cycle, those of its beginning. A scan depends on nothing but memory and inputs, so the
/// next cycle repeats this one, and so does every further one until a value changes or a clock reaches its limit.
/// Padding between fields is compared too: it may hide that the core rests, never that it does not.
/// </remarks>
internal sealed class RestWatch
{
    /// <summary>Period of the sensors in ms.</summary>
    public const int Cycle_ms = SensorSuite.FramePeriod_ms;

    private readonly Validity[] _inputs = new Validity[Cycle_ms];
    private readonly int[] _clocks_ms = new int[RunningClocks.Count];
    private readonly int[] _steps_ms = new int[RunningClocks.Count];
    private readonly ulong[] _valid = new ulong[(InputTable.Count + 63) / 64];
    private CoreState _kept;
    private CoreState _scratch;
    private long _begin = 2 * Cycle_ms;
    private long _compared;

    /// <summary>True if the last cycle repeats the one before.</summary>
    public bool IsAtRest => _compared > Cycle_ms;

    /// <summary>Looks at the memory after a scan.</summary>
    /// <param name="tick">Number of the scan.</param>
    /// <param name="isRegular">False if a value changed, a sample was missed, or the operator asked for something.
    /// </param>
    /// <param name="state">The memory.</param>
    public void Observe(long tick, bool isRegular, in CoreState state)
    {
        if (!isRegular)
        {
            _compared = 0;
            _begin = tick + (2 * Cycle_ms);
        }
        else if (tick >= _begin)
        {
            Compare(tick, state);
        }
    }

    /// <summary>How many scans may be left out before a clock could decide something.</summary>
    public long Room(ref CoreState state)
    {
        long room = long.MaxValue;
        for (int i = 0; i < RunningClocks.Count; i++)
        {
            if (_steps_ms[i] != 0)
            {
                room = Math.Min(room, RunningClocks.Limit_ms(i) - 1 - RunningClocks.At(ref state, i));
            }
        }

        return Math.Max(0, room);
    }

    /// <summary>Brings the memory to what it is after more scans at rest.</summary>
    /// <param name="scans">Number of scans, at most <see cref="Room"/>.</param>
    /// <param name="tick">Number of the last of them.</param>
    /// <param name="state">The memory.</param>
    public void Advance(long scans, long tick, ref CoreState state)
    {
        state.Inputs = _inputs[tick % Cycle_ms];
        for (int i = 0; i < RunningClocks.Count; i++)
        {
            RunningClocks.At(ref state, i) += (int)(_steps_ms[i] * scans);
            _clocks_ms[i] = RunningClocks.At(ref state, i);
        }
    }

    private void Compare(long tick, in CoreState state)
    {
        int phase = (int)(tick % Cycle_ms);
        _scratch = state;
        _scratch.Inputs = default;
        bool same = Clocks(ref _scratch) & Validities(state.Inputs)
            & (_compared == 0 || Bytes(_scratch).SequenceEqual(Bytes(_kept)))
            & (_compared < Cycle_ms || Bytes(state.Inputs).SequenceEqual(Bytes(_inputs[phase])));
        if (!same)
        {
            // Something still runs; look again in a while, because looking costs more than a scan.
            _compared = 0;
            _begin = tick + Cycle_ms;
            return;
        }

        if (_compared == 0)
        {
            _kept = _scratch;
        }

        _inputs[phase] = state.Inputs;
        _compared++;
    }

    // The first scan gives the values, the second the steps, the others must go on like that.
    private bool Clocks(ref CoreState state)
    {
        bool same = true;
        for (int i = 0; i < RunningClocks.Count; i++)
        {
            ref int clock_ms = ref RunningClocks.At(ref state, i);
            int step_ms = clock_ms - _clocks_ms[i];
            same &= _compared == 0 || (_compared == 1 ? step_ms is 0 or 1 : step_ms == _steps_ms[i]);
            _steps_ms[i] = step_ms;
            _clocks_ms[i] = clock_ms;
            clock_ms = 0;
        }

        return same;
    }

    // Which inputs are valid is visible to conditions, and would change within a cycle if a sensor were slow.
    private bool Validities(in Validity inputs)
    {
        bool same = true;
        for (int word = 0; word < _valid.Length; word++)
        {
            ulong bits = 0;
            for (int i = word * 64; i < Math.Min(InputTable.Count, (word + 1) * 64); i++)
            {
                bits |= InputTable.IsValid(inputs, i) ? 1UL << (i % 64) : 0;
            }

            same &= _compared == 0 || bits == _valid[word];
            _valid[word] = bits;
        }

        return same;
    }

    private static ReadOnlySpan<byte> Bytes<T>(in T value)
        where T : struct =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in value, 1));
}
