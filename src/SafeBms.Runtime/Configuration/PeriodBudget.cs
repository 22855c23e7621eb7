using SafeBms.Core;

namespace SafeBms.Runtime.Configuration;

/// <summary>
/// Whether a source is fast enough. A value is stale after 2.5 periods (P38), and that time is a term in the sums of
/// the hazards' time budgets (spec/requirements.yaml); the other terms are the specification's constants.
/// </summary>
internal static class PeriodBudget
{
    // Budgets of the hazards in ms: FTTI in spec/requirements.yaml.
    private const int ColdCharge_ms = 500;
    private const int HighCell_ms = 5000;
    private const int HotBattery_ms = 10_000;
    private const int Weld_ms = 500;
    private const int Precharge_ms = 100;
    private const int WrongData_ms = 6000;
    private const int DeepDischarge_ms = 40_000;

    /// <summary>From the pre-alarm to the stop of discharging, in ms (parameter prealarm_time).</summary>
    private const int PrealarmTime_ms = 30_000;

    /// <summary>Debounce and scan of the chains that end at the contactor, in ms.</summary>
    private const int ToContactor_ms = 5;

    /// <summary>Why a period is too long for a quantity; null if it fits.</summary>
    public static string? Problem(MeasuredQuantity quantity, int period_ms)
    {
        string name = ConfigurationKeys.Quantities.Of(quantity);
        (string Hazard, string Chain, int Budget_ms, int Rest_ms)? tightest = null;
        foreach ((string Hazard, string Chain, int Budget_ms, int Rest_ms) chain in Chains(quantity))
        {
            if (tightest is null || chain.Budget_ms - chain.Rest_ms < tightest.Value.Budget_ms - tightest.Value.Rest_ms)
            {
                tightest = chain;
            }
        }

        if (tightest is not { } limit)
        {
            return null;
        }

        int stale_ms = period_ms * SourceConfiguration.StalePeriods_tenths / 10;
        int longest_ms = (limit.Budget_ms - limit.Rest_ms) * 10 / SourceConfiguration.StalePeriods_tenths;
        return stale_ms + limit.Rest_ms <= limit.Budget_ms
            ? null
            : $"A period of {period_ms} ms is too long for '{name}': stale after {stale_ms} ms, and {limit.Chain} adds "
                + $"{limit.Rest_ms} ms, together more than the {limit.Budget_ms} ms of {limit.Hazard}. Set the sender "
                + $"to at most {longest_ms} ms.";
    }

    private static IEnumerable<(string Hazard, string Chain, int Budget_ms, int Rest_ms)> Chains(
        MeasuredQuantity quantity)
    {
        int opening_ms = Constants.OpenTimeMax_ms + Constants.ContactorReleaseTime_ms + ToContactor_ms;
        int permit_ms = Constants.ScanTime_ms + Constants.RelayDropTime_ms;
        switch (quantity)
        {
            case MeasuredQuantity.Cells:
                yield return ("H1", "the very high cell up to the open contactor", HighCell_ms,
                    Constants.CellOv2Time_ms + opening_ms);
                yield return ("H10", "stale cell data up to the open contactor", WrongData_ms,
                    Constants.StaleOpenTime_ms + opening_ms);
                yield return ("H3", "the permit", ColdCharge_ms, permit_ms);
                break;
            case MeasuredQuantity.Temperatures:
                yield return ("H3", "the cold battery up to the permit", ColdCharge_ms, permit_ms);
                yield return ("H10", "stale cell data up to the open contactor", WrongData_ms,
                    Constants.StaleOpenTime_ms + opening_ms);
                break;
            case MeasuredQuantity.PackCurrent:
                yield return ("H7", "current through the open contactor up to its latch", Weld_ms,
                    Constants.ContactorDropTime_ms + Constants.WeldTime_ms + 2 + Constants.RelayDropTime_ms);
                break;
            case MeasuredQuantity.PrechargeCurrent or MeasuredQuantity.BusVoltage:
                yield return ("H6", "the end of pre-charge", Precharge_ms, 2 + Constants.RelayDropTime_ms);
                break;
            case MeasuredQuantity.BatteryVoltage:
                yield return ("H6", "the end of pre-charge", Precharge_ms, 2 + Constants.RelayDropTime_ms);
                yield return ("H10", "lost voltage up to the open contactor", WrongData_ms,
                    Constants.MeasurementOpenTime_ms + opening_ms);
                break;
            case MeasuredQuantity.InternalTemperature:
                yield return ("H4", "the hot controller up to the open contactor", HotBattery_ms,
                    Constants.TemperatureTripTime_ms + opening_ms);
                break;
            case MeasuredQuantity.PackCurrentRedundant:
                yield return ("H10", "sensors that contradict each other up to the permit", WrongData_ms,
                    Constants.CurrentPairTime_ms + permit_ms);
                break;
            default:
                yield return ("H2", "the discharge floor up to the permit", DeepDischarge_ms,
                    PrealarmTime_ms + permit_ms);
                break;
        }
    }
}
