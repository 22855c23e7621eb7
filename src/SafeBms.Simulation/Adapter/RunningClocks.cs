using System.Globalization;
using SafeBms.Core;

namespace SafeBms.Simulation.Adapter;

/// <summary>
/// The clocks of the core that go on while nothing happens: the refill of the closing budget, for ever, and the time
/// for which the cells of a battery have not moved, for a minute after each change.
/// </summary>
/// <remarks>
/// Each grows by 1 a scan and is read in comparisons with one limit only (and, where it is above 0, with 0). So long as
/// it stays below that limit, every scan decides as the one before, and only the clock itself tells them apart. A test
/// reads the specification and fails if another use of such a clock is written.
/// </remarks>
internal static class RunningClocks
{
    private const int Batteries = PlantOptions.MaxBatteries;

    /// <summary>Number of clocks.</summary>
    public const int Count = Batteries + 1;

    /// <summary>One clock.</summary>
    public static ref int At(ref CoreState state, int index)
    {
        if (index == Batteries)
        {
            return ref state.ClosingBudget.ElapsedCounting_ms;
        }

        return ref state.CellFreeze[index].Unchanged_ms;
    }

    /// <summary>The value with which it is compared.</summary>
    public static int Limit_ms(int index) =>
        index == Batteries ? Constants.ClosingRefillTime_ms : Constants.StuckTime_ms;

    /// <summary>True if a name shows such a clock: what reads it sees a new value in every scan.</summary>
    public static bool IsClock(string name)
    {
        if (name == "closing-budget.elapsed")
        {
            return true;
        }

        for (int b = 0; b < Batteries; b++)
        {
            if (name == string.Create(CultureInfo.InvariantCulture, $"cell-freeze[{b}].unchanged"))
            {
                return true;
            }
        }

        return false;
    }
}
