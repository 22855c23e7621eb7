namespace SafeBms.Simulation;

/// <summary>
/// The two curves of a LiFePO4 cell: open-circuit voltage against state of charge, and resistance against
/// temperature. Typical values of the chemistry; beyond the ends the curves are clamped.
/// </summary>
public static class CellTables
{
    /// <summary>Lowest state of charge of the table in 0.1 %: an over-discharged cell.</summary>
    public const int LowestSoc_permille = -50;

    /// <summary>Highest state of charge of the table in 0.1 %: an over-charged cell.</summary>
    public const int HighestSoc_permille = 1050;

    private static readonly (int Soc_permille, int Ocv_mV)[] OcvPoints =
    [
        (-50, 1000), (-20, 2000), (0, 2500), (10, 2800), (20, 2950), (50, 3100), (100, 3200), (150, 3225),
        (200, 3250), (300, 3275), (400, 3290), (500, 3300), (600, 3308), (700, 3322), (800, 3330), (900, 3338),
        (950, 3346), (980, 3365), (990, 3390), (1000, 3450), (1010, 3600), (1030, 4000), (1050, 4400),
    ];

    private static readonly (int Temperature_degC, int Factor_1024)[] ResistancePoints =
    [
        (-40, 8192), (-20, 4096), (-10, 2816), (0, 2048), (10, 1536), (25, 1024), (45, 840), (80, 768),
    ];

    private static readonly int[] OcvByPermille_uV = Build();

    /// <summary>Open-circuit voltage in uV at a state of charge given in millionths (1 000 000 is full).</summary>
    public static long Ocv_uV(long soc_millionths)
    {
        long position = soc_millionths - (LowestSoc_permille * 1000L);
        if (position <= 0)
        {
            return OcvByPermille_uV[0];
        }

        int index = (int)Math.Min(position / 1000, HighestSoc_permille - LowestSoc_permille);
        if (index == HighestSoc_permille - LowestSoc_permille)
        {
            return OcvByPermille_uV[index];
        }

        long fraction = position - (index * 1000L);
        long low = OcvByPermille_uV[index];
        return low + ((OcvByPermille_uV[index + 1] - low) * fraction / 1000);
    }

    /// <summary>Resistance of a cell relative to 25 degC, in 1/1024, at a temperature in 0.1 degC.</summary>
    public static long ResistanceFactor_1024(long temperature_dC)
    {
        (int Temperature_degC, int Factor_1024)[] points = ResistancePoints;
        if (temperature_dC <= points[0].Temperature_degC * 10)
        {
            return points[0].Factor_1024;
        }

        for (int i = 1; i < points.Length; i++)
        {
            int right_dC = points[i].Temperature_degC * 10;
            if (temperature_dC < right_dC)
            {
                int left_dC = points[i - 1].Temperature_degC * 10;
                long rise = points[i].Factor_1024 - points[i - 1].Factor_1024;
                return points[i - 1].Factor_1024 + (rise * (temperature_dC - left_dC) / (right_dC - left_dC));
            }
        }

        return points[^1].Factor_1024;
    }

    private static int[] Build()
    {
        int[] table = new int[HighestSoc_permille - LowestSoc_permille + 1];
        for (int i = 1; i < OcvPoints.Length; i++)
        {
            (int fromSoc, int from_mV) = OcvPoints[i - 1];
            (int toSoc, int to_mV) = OcvPoints[i];
            for (int soc = fromSoc; soc <= toSoc; soc++)
            {
                table[soc - LowestSoc_permille] =
                    (from_mV * 1000) + ((to_mV - from_mV) * 1000 * (soc - fromSoc) / (toSoc - fromSoc));
            }
        }

        return table;
    }
}
