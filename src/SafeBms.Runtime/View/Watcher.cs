using SafeBms.Devices.Linux;
using SafeBms.Runtime.Boat;
using SafeBms.Runtime.Configuration;
using SafeBms.Runtime.Mailbox;
using Spectre.Console;

namespace SafeBms.Runtime.View;

/// <summary>
/// Shows a running installation until its guard has ended, over restarts of the controller too, and passes keys on.
/// </summary>
internal sealed class Watcher(Installation installation, ChildProcess guard) : IDisposable
{
    private const int Picture_ms = 200;
    private const int Line_ms = 1000;
    private const int Look_ms = 20;

    private readonly RunDirectory _controller = new(installation.RunDirectory);
    private readonly RunDirectory _plant = new(installation.RunDirectory, BoatProcess.MailboxName);
    private readonly long[] _boat = new long[BoatProcess.ValueCount];
    private RunBlock? _block;
    private RunBlock? _plantBlock;

    /// <summary>What was seen last, or null if nothing was.</summary>
    public Snapshot? Last { get; private set; }

    /// <summary>True if standard output is a terminal that can be drawn on.</summary>
    public static bool CanDraw =>
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>True if the user does not want colours (no-color.org).</summary>
    public static bool NoColour => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>A picture that is drawn anew five times a second.</summary>
    public ChildExit Draw()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            ColorSystem = NoColour ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        ChildExit exit = ChildExit.Unknown;
        console.Clear();
        console.Live(new Text("starting")).Start(live =>
        {
            do
            {
                PassKeys();
                if (Refresh() is { } snapshot)
                {
                    long switches = _plantBlock is not null && _plantBlock.TryRead(_boat) ? _boat[0] : 0;
                    live.UpdateTarget(LiveView.Picture(snapshot, switches, Math.Max(24, console.Profile.Height)));
                }
            }
            while (!HasEnded(Picture_ms, out exit));
        });
        return exit;
    }

    /// <summary>A line a second.</summary>
    public ChildExit Print(TextWriter output)
    {
        ChildExit exit;
        do
        {
            if (Refresh() is { } snapshot)
            {
                output.WriteLine(StatusText.Line(snapshot));
                output.Flush();
            }
        }
        while (!HasEnded(Line_ms, out exit));
        return exit;
    }

    public void Dispose()
    {
        _block?.Dispose();
        _plantBlock?.Dispose();
    }

    private bool HasEnded(int wait_ms, out ChildExit exit)
    {
        for (int waited_ms = 0; waited_ms < wait_ms; waited_ms += Look_ms)
        {
            if (guard.TryReap(out exit))
            {
                // What the controller published last is still mapped.
                _ = Refresh(reconnect: false);
                return true;
            }

            Thread.Sleep(Look_ms);
        }

        exit = ChildExit.Unknown;
        return false;
    }

    private Snapshot? Refresh(bool reconnect = true)
    {
        if (reconnect && (_block is null || !_controller.IsCurrent(_block)))
        {
            RunBlock? found = _controller.TryConnect();
            if (found is not null)
            {
                _block?.Dispose();
                _block = found;
            }

            _plantBlock ??= _plant.TryConnect();
        }

        Snapshot snapshot = Last ?? new Snapshot();
        if (_block is null || !snapshot.Refresh(_block))
        {
            return null;
        }

        Last = snapshot;
        return snapshot;
    }

    private void PassKeys()
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            char key = char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar);
            int index = Keys.IndexOf(key);
            if (key == 'q')
            {
                guard.Terminate();
            }
            else if (index >= 0)
            {
                Pass(index, Keys.All[index].Command);
            }
        }
    }

    // A key that nobody takes now (a controller that restarts) is lost, as a press on a dark panel is.
    private void Pass(int key, ControllerCommand command)
    {
        try
        {
            if (command != ControllerCommand.None && _block is not null)
            {
                _ = _controller.Command(_block, (int)command);
            }
            else if (command == ControllerCommand.None && _plantBlock is not null)
            {
                _ = _plant.Command(_plantBlock, (int)ControllerCommand.FirstKey + key);
            }
        }
        catch (MailboxException)
        {
        }
    }
}
