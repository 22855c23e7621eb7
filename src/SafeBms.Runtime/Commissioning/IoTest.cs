using SafeBms.Devices.Lines;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Commissioning;

/// <summary>What became of one output terminal.</summary>
/// <param name="Line">Which.</param>
/// <param name="Problem">What disagreed, or null.</param>
/// <param name="Changed">Wired inputs that changed with it.</param>
public sealed record IoTestResult(OutputLine Line, string? Problem, IReadOnlyList<InputLine> Changed);

/// <summary>
/// Switches output terminals one at a time, each for a second, with read-back. Every other output stays at its safe
/// level, so no two outputs that must not meet are ever on together. Ends with the safe levels, however it ends.
/// </summary>
public sealed class IoTest
{
    /// <summary>How long each output is switched, in ms.</summary>
    public const int On_ms = 1000;

    private const int Look_ms = 100;
    private const int Settle_ms = 200;
    private const int Rest_ms = 300;

    private static readonly Dictionary<OutputLine, InputLine> ReadBacks = new()
    {
        [OutputLine.ContactorCoil] = InputLine.ContactorFeedback,
        [OutputLine.Precharge] = InputLine.PrechargeReadback,
        [OutputLine.ProgrammableRelay] = InputLine.RelayReadback,
        [OutputLine.AllowToCharge] = InputLine.ChargeReadback,
        [OutputLine.AllowToDischarge] = InputLine.DischargeReadback,
    };

    private readonly IDigitalIo _outputs;
    private readonly IDigitalIo _inputs;
    private readonly ulong _wired;
    private readonly Func<int, bool> _wait;

    /// <summary>Prepares the test.</summary>
    /// <param name="outputs">The output lines, held by this process.</param>
    /// <param name="inputs">The input lines; the same object where one has both.</param>
    /// <param name="wiredInputs">Inputs that are wired to terminals.</param>
    /// <param name="wait">Waits so many ms; false if somebody wants the end.</param>
    public IoTest(IDigitalIo outputs, IDigitalIo inputs, ulong wiredInputs, Func<int, bool> wait)
    {
        _outputs = outputs;
        _inputs = inputs;
        _wired = wiredInputs;
        _wait = wait;
    }

    /// <summary>Why the test did not come to its end, or null.</summary>
    public string? Stopped { get; private set; }

    /// <summary>True if the inputs can be read now.</summary>
    public bool ReadsInputs => _inputs.Read(out _) == LineStatus.Ok;

    /// <summary>The word that switches one output: the others keep their safe levels.</summary>
    public static ulong WordFor(OutputLine line) => LineWords.Safe ^ LineWords.Bit(line);

    /// <summary>Why no output may be switched: the contactor reads closed. Null if it reads open or says nothing.
    /// </summary>
    public string? Obstacle() => Reads(InputLine.ContactorFeedback) == true
        ? "The contactor feedback reads closed: it is welded, wired wrongly, or somebody else drives the coil. Nothing "
            + "is switched."
        : null;

    /// <summary>Tests these outputs in turn; what was not reached has no result.</summary>
    /// <param name="lines">Outputs that are wired.</param>
    /// <param name="progress">Called before each of them.</param>
    public IReadOnlyList<IoTestResult> Run(IReadOnlyList<OutputLine> lines, Action<OutputLine> progress)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(progress);
        List<IoTestResult> results = [];
        try
        {
            foreach (OutputLine line in lines)
            {
                Stopped = Obstacle();
                if (Stopped is not null)
                {
                    break;
                }

                progress(line);
                IoTestResult result = Test(line);
                if (Stopped is not null)
                {
                    break;
                }

                results.Add(result);
            }
        }
        finally
        {
            if (_outputs.Write(LineWords.Safe) != LineStatus.Ok)
            {
                Stopped = "The outputs could not be switched off: the chip does not answer. Take the supply away.";
            }
        }

        return results;
    }

    private IoTestResult Test(OutputLine line)
    {
        bool knowsBefore = _inputs.Read(out ulong before) == LineStatus.Ok;
        string? problem = Switch(WordFor(line), Settle_ms);
        ulong changed = 0;
        bool? followed = null;
        for (int at_ms = Settle_ms; at_ms < On_ms && Stopped is null; at_ms += Look_ms)
        {
            if (!_wait(Look_ms))
            {
                Stopped = "Ended on request; every output is at its safe level.";
            }

            problem ??= ReadBack(WordFor(line));
            if (knowsBefore && _inputs.Read(out ulong now) == LineStatus.Ok)
            {
                changed |= (now ^ before) & _wired;
            }

            followed = Follower(line) is { } input ? Reads(input) : null;
        }

        string? after = Switch(LineWords.Safe, Rest_ms);
        problem ??= after is null ? null : "after switching back " + after;
        problem ??= followed == false ? $"{Name(Follower(line)!.Value)} did not follow it" : null;
        problem ??= Stopped is null && Follower(line) is { } one && Reads(one) == true
            ? $"{Name(one)} did not fall back with it" : null;
        return new IoTestResult(line, problem,
            [.. Enum.GetValues<InputLine>().Where(i => (changed & LineWords.Bit(i)) != 0)]);
    }

    private static InputLine? Follower(OutputLine line) =>
        ReadBacks.TryGetValue(line, out InputLine input) ? input : null;

    private static string Name(InputLine line) => ConfigurationKeys.NameOf(line);

    private string? Switch(ulong word, int settle_ms)
    {
        LineStatus status = _outputs.Write(word);
        if (!_wait(settle_ms))
        {
            Stopped = "Ended on request; every output is at its safe level.";
        }

        return status == LineStatus.Ok ? ReadBack(word) : $"the line cannot be driven ({status})";
    }

    private string? ReadBack(ulong word)
    {
        LineStatus status = _outputs.ReadBack(out ulong found);
        ulong wrong = (found ^ word) & _outputs.WiredOutputs;
        return status != LineStatus.Ok ? $"the lines cannot be read back ({status})"
            : wrong == 0 ? null
            : "read back otherwise than driven: " + string.Join(", ", Enum.GetValues<OutputLine>()
                .Where(l => (wrong & LineWords.Bit(l)) != 0).Select(ConfigurationKeys.NameOf));
    }

    private bool? Reads(InputLine line) =>
        (_wired & LineWords.Bit(line)) != 0 && _inputs.Read(out ulong levels) == LineStatus.Ok
            ? (levels & LineWords.Bit(line)) != 0
            : null;
}
