using SafeBms.Devices.Lines;
using SafeBms.Runtime.Commands;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Controlling;
using SafeBms.Runtime.Mailbox;

namespace SafeBms.Runtime.Commissioning;

/// <summary>
/// The lines of an installation in the hands of a command of commissioning. While it lives, no guard and no controller
/// can start in the run directory; when it ends, the lines are released at their safe levels.
/// </summary>
internal sealed class LineHold : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    private LineHold(Installation installation)
    {
        LinesConfiguration lines = installation.Lines;
        try
        {
            _owned.Add(new RunDirectory(installation.RunDirectory, "guard").Own());
            _owned.Add(new RunDirectory(installation.RunDirectory).Own());
        }
        catch (MailboxException problem)
        {
            throw new UsageException(problem.Message);
        }

        if (lines.Driver == LineDriver.Virtual)
        {
            Outputs = Inputs = Owned(Hardware.OpenOutputs(installation));
            Hardware.MakeSimulatedBuses(installation);
            return;
        }

        // The feedback is looked at before the outputs are touched.
        Inputs = Owned(GpioLines.OpenInputs(lines.ToGpioSettings()));
        if (IsClosed(lines, Inputs))
        {
            throw new UsageException("The contactor feedback reads closed. Open the contactor, then try again; no "
                + "output was touched.");
        }

        Outputs = Owned(Hardware.OpenOutputs(installation));
    }

    /// <summary>The output lines at their safe levels.</summary>
    public IDigitalIo Outputs { get; }

    /// <summary>The input lines.</summary>
    public IDigitalIo Inputs { get; }

    /// <summary>Takes the lines.</summary>
    /// <exception cref="UsageException">Something runs in the run directory, or the contactor reads closed.</exception>
    /// <exception cref="LineException">The lines cannot be had.</exception>
    public static LineHold Take(LoadedConfiguration loaded)
    {
        Installation installation = loaded.Installation;
        if (AcceptedConfiguration.Check(installation, loaded.Bytes, loaded.Name) is { } refusal)
        {
            throw new UsageException(refusal);
        }

        Refuse(installation);
        return new LineHold(installation);
    }

    /// <summary>Throws if something runs.</summary>
    /// <exception cref="UsageException">Something runs in the run directory.</exception>
    public static void Refuse(Installation installation)
    {
        if (RunningController.Runs(installation.RunDirectory))
        {
            throw new UsageException($"A guard or controller runs in {installation.RunDirectory}: stop it first "
                + "(systemctl stop safebms, or safebms stop).");
        }
    }

    public void Dispose()
    {
        _owned.Reverse();
        _owned.ForEach(o => o.Dispose());
    }

    private static bool IsClosed(LinesConfiguration lines, IDigitalIo inputs) =>
        (lines.WiredInputs & LineWords.Bit(InputLine.ContactorFeedback)) != 0
        && inputs.Read(out ulong levels) == LineStatus.Ok
        && (levels & LineWords.Bit(InputLine.ContactorFeedback)) != 0;

    private IDigitalIo Owned(IDigitalIo lines)
    {
        _owned.Add(lines);
        return lines;
    }
}
