using System.Diagnostics;
using SafeBms.Devices.Linux;
using SafeBms.Devices.Lines;
using SafeBms.Runtime.Configuration;

namespace SafeBms.Runtime.Commissioning;

/// <summary>The simulated boat behind lines that a command of commissioning holds; it ends with the command.</summary>
internal sealed class SimulatedPlant : IDisposable
{
    private const int Patience_ms = 15_000;
    private const int Look_ms = 20;

    private readonly Process _process;

    private SimulatedPlant(Process process) => _process = process;

    /// <summary>Starts the boat of a simulated installation; null for a real one, or if it does not come.</summary>
    public static SimulatedPlant? StartFor(LoadedConfiguration loaded, LineHold hold)
    {
        if (loaded.Installation.Profile != Profile.Simulated || hold.Inputs is not VirtualChip chip)
        {
            return null;
        }

        (string file, string[] first) = ChildSide.ThisProgram();
        ProcessStartInfo start = new(file) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[.. first, "plant", "--run-dir", loaded.Installation.RunDirectory])
        {
            start.ArgumentList.Add(argument);
        }

        if (loaded.Name != ConfigurationFile.BuiltInName)
        {
            start.ArgumentList.Add("--config");
            start.ArgumentList.Add(Path.GetFullPath(loaded.Name));
        }

        SimulatedPlant plant = new(Process.Start(start)!);
        for (int waited_ms = 0; waited_ms < Patience_ms && chip.InputStamp == 0; waited_ms += Look_ms)
        {
            if (plant._process.HasExited)
            {
                break;
            }

            Thread.Sleep(Look_ms);
        }

        return plant;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
