using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>What one random run is about.</summary>
internal enum Theme
{
    /// <summary>Start, run, be switched off and on again; hardly any fault.</summary>
    Operator,

    /// <summary>Cells, temperatures, charge and current wander over their thresholds.</summary>
    Bank,

    /// <summary>One fault at a time, long enough for every delay.</summary>
    LongFaults,

    /// <summary>Many faults, mostly short.</summary>
    Storm,

    /// <summary>The contactor and the pre-charge misbehave.</summary>
    Contactor,

    /// <summary>Episodes that lead into the states which chance does not find.</summary>
    Episodes,
}

/// <summary>Everything about a run that is drawn before its first scan.</summary>
internal sealed record Plan(
    ulong Seed, Theme Theme, int Scans, IReadOnlyDictionary<string, long> Parameters,
    IReadOnlyDictionary<string, long>? Retained)
{
    /// <summary>Draws a plan. Parameters are tried one after the other: what breaks a constraint is left out.</summary>
    /// <param name="isAccepted">Whether a set of parameters may start.</param>
    public static Plan Draw(
        ulong seed, int scans, SpecificationModel model, Func<IReadOnlyDictionary<string, long>, bool> isAccepted)
    {
        Dice dice = new(seed);
        Dictionary<string, long> chosen = [];

        void Try(params (string Name, long Value)[] changes)
        {
            Dictionary<string, long> candidate = new(chosen);
            foreach ((string name, long value) in changes)
            {
                candidate[name] = value;
            }

            if (isAccepted(candidate))
            {
                chosen = candidate;
            }
        }

        Try(DrawBank(dice));
        if (dice.Chance(200) && model.Products.Count > 0)
        {
            Try([.. dice.Pick(model.Products).Overrides.Select(item => (item.Parameter, item.Value))]);
        }

        foreach (ParameterInfo parameter in model.Parameters.Parameters.Where(candidate => candidate.Configurable))
        {
            ExprType type = parameter.Type;
            bool isDelay = type.Unit == "ms";
            if (isDelay && dice.Chance(800))
            {
                // The shortest delays bring the states behind them within reach of a run.
                Try((parameter.Name, type.Min));
            }
            else if (parameter.Name == "precharge_attempts" && dice.Chance(300))
            {
                Try((parameter.Name, type.Min));
            }
            else if (dice.Chance(isDelay ? 50 : type.Unit is "mA" or "mV" ? 60 : 200))
            {
                Try((parameter.Name, dice.Pick([type.Min, type.Max, dice.Between(type.Min, type.Max)])));
            }
        }

        Theme theme = (Theme)Math.Min(seed % 8, (ulong)Theme.Episodes);
        return new Plan(seed, theme, scans, chosen, DrawRetained(dice, model));
    }

    // Mostly one to three batteries, sometimes as many as there can be; strings and batteries must add up.
    private static (string Name, long Value)[] DrawBank(Dice dice)
    {
        long cells = dice.Pick([4, 4, 4, 8]);
        long series = Math.Max(cells, dice.Pick([4, 4, 8, 16]));
        long strings = dice.Chance(30) ? 20 * cells / series : dice.Between(1, 2);
        return
        [
            ("cells_per_battery", cells), ("series_cells", series), ("parallel_strings", strings),
            ("battery_count", strings * series / cells),
        ];
    }

    // Mostly the data of a healthy controller; sometimes lost; sometimes anything, within its range or beyond.
    private static Dictionary<string, long>? DrawRetained(Dice dice, SpecificationModel model)
    {
        int kind = dice.Below(100);
        if (kind < 5)
        {
            return null;
        }

        Dictionary<string, long> retained = [];
        foreach (MachineInfo machine in model.Machines.Append(model.ShutdownMachine))
        {
            foreach (VariableInfo variable in machine.Variables.Where(variable => variable.Retain))
            {
                (long min, long max) = (variable.Type.Min, variable.Type.Max);
                retained.Add($"{machine.Name}.{variable.Name}", kind >= 10
                    ? variable.Initial
                    : variable.Type.Kind == ValueKind.Bool ? dice.Below(2)
                    : dice.Pick([min, max, dice.Between(min, max), min - 1, max + 1]));
            }
        }

        return retained;
    }
}
