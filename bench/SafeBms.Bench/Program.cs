using System.Globalization;
using SafeBms.Bench;

// dotnet run -c Release --project bench/SafeBms.Bench -- [scan|allocation|machines|simulation|all]
string what = args.Length == 0 ? "all" : args[0];
string[] known = ["scan", "allocation", "machines", "simulation", "all"];
if (!known.Contains(what, StringComparer.Ordinal) || args.Length > 1)
{
    Console.Error.WriteLine($"Say one of: {string.Join(", ", known)}.");
    return 2;
}

if (what is "scan" or "all")
{
    ScanBenchmark.Report(Console.Out);
}

if (what is "machines" or "all")
{
    Console.WriteLine("Machines: generated against hand-written, taking turns in one run");
    foreach ((string machine, IReadOnlyList<ContestRow> rows) in MachinesBenchmark.Run())
    {
        foreach (ContestRow row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {machine,-10} {row.Name,-26} {row.Median_ns,7:0.00} ns a scan   generated / this: {row.FirstToThis:0.00} ({row.Smallest:0.00} .. {row.Largest:0.00})"));
        }
    }
}

if (what is "simulation" or "all")
{
    SimulationBenchmark.Report(Console.Out);
}

if (what is "allocation" or "all")
{
    ScanBenchmark.ReportAllocation(Console.Out);
}

return 0;
