using SafeBms.Core;

namespace SafeBms.Runtime.Controlling;

/// <summary>How the bank of a parameter set is built.</summary>
internal static class Cells
{
    public static int Batteries(in ParameterSet parameters) => Value(parameters, "battery_count");

    public static int PerBattery(in ParameterSet parameters) => Value(parameters, "cells_per_battery");

    private static int Value(in ParameterSet parameters, string name) =>
        (int)ParameterTable.Get(parameters, ParameterTable.IndexOf(name));
}
