using SafeBms.Runtime.Mailbox;
using SafeBms.Runtime.Scanning;
using Spectre.Console;

namespace SafeBms.Runtime.View;

/// <summary>Shows a running controller until it has ended, and passes keys on to it.</summary>
internal static class Watcher
{
    private const int Picture_ms = 200;
    private const int Line_ms = 1000;

    /// <summary>True if standard output is a terminal that can be drawn on.</summary>
    public static bool CanDraw =>
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    /// <summary>A picture that is drawn anew five times a second.</summary>
    public static void Draw(RunBlock block, Controller controller, Thread scan)
    {
        Snapshot snapshot = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            ColorSystem = NoColour ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        console.Clear();
        console.Live(new Text("starting")).Start(live =>
        {
            do
            {
                PassKeys(controller);
                if (snapshot.Refresh(block))
                {
                    live.UpdateTarget(LiveView.Picture(snapshot, Math.Max(24, console.Profile.Height)));
                }
            }
            while (!scan.Join(Picture_ms));
        });
    }

    /// <summary>A line a second.</summary>
    public static void Print(RunBlock block, Thread scan, TextWriter output)
    {
        Snapshot snapshot = new();
        do
        {
            if (snapshot.Refresh(block))
            {
                output.WriteLine(StatusText.Line(snapshot));
                output.Flush();
            }
        }
        while (!scan.Join(Line_ms));
    }

    /// <summary>True if the user does not want colours (no-color.org).</summary>
    public static bool NoColour => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static void PassKeys(Controller controller)
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            char key = char.ToLowerInvariant(Console.ReadKey(intercept: true).KeyChar);
            int index = Keys.IndexOf(key);
            if (key == 'q')
            {
                controller.Stop();
            }
            else if (index >= 0)
            {
                controller.Commands.TryAdd((int)ControllerCommand.FirstKey + index);
            }
        }
    }
}
