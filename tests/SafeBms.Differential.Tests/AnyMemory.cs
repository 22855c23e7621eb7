using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>Scans of the whole from memory that no run needs to reach: every machine in any state with any values. What
/// a machine hands to the next one in the same scan, and what only in the next, shows at once.</summary>
internal sealed class AnyMemory
{
    private const int ScansOfEach = 3;
    private readonly SpecificationModel model;
    private readonly Pair pair;
    private readonly MachineInfo[] machines;
    private readonly Thresholds thresholds;
    private readonly long[][] readings;
    private readonly Dice dice;

    public AnyMemory(SpecificationModel model, ProductInfo product, ulong seed)
    {
        this.model = model;
        dice = new Dice(seed);
        pair = new Pair(model);
        Dictionary<string, long> parameters = product.Overrides.ToDictionary(item => item.Parameter, item => item.Value);
        if (!pair.Start(parameters))
        {
            throw new InvalidOperationException($"{product.Name} does not start");
        }

        thresholds = new Thresholds(model, parameters);
        machines = [.. model.Machines.Append(model.ShutdownMachine)
            .Where(machine => machine.InstanceGroup.Length == 0)];
        readings = [.. Enumerable.Range(0, pair.Reference.Inputs.Count)
            .Select(input => thresholds.ValuesFor(pair.Reference.Inputs.Info(input)))];
    }

    /// <summary>Draws a memory and inputs, and scans a few times. The first difference in words, or null.</summary>
    public string? Next()
    {
        pair.Overwrite(machines.SelectMany(Draw));
        for (int scan = 0; scan < ScansOfEach; scan++)
        {
            DrawInputs();
            if (pair.Scan() is string difference)
            {
                return difference;
            }
        }

        return null;
    }

    private IEnumerable<(string Machine, string Name, long Value)> Draw(MachineInfo machine)
    {
        if (machine.States.Count > 0)
        {
            yield return (machine.Name, "state", dice.Pick([.. machine.States
                .Where(state => state.InitialChild < 0).Select(state => (long)state.Id)]));
        }

        foreach (VariableInfo variable in machine.Variables)
        {
            yield return (machine.Name, variable.Name, Draw(variable.Type));
        }

        foreach (TimerInfo timer in machine.Timers)
        {
            long some = Math.Min(dice.Pick(thresholds.Durations_ms), timer.Type.Max);
            yield return (machine.Name, timer.Name, dice.Pick([0, some, timer.Type.Max]));
        }

        // Whether the shutdown machine is active is kept beside its memory as well, so its outputs stay as they are.
        bool isShutdown = machine.Name == model.ShutdownMachine.Name;
        foreach (MachineOutputInfo output in machine.Outputs
            .Where(output => !isShutdown && !output.Type.MayBeInvalid))
        {
            yield return (machine.Name, output.Name, Draw(output.Type));
        }
    }

    private long Draw(ExprType type) => type.Kind switch
    {
        ValueKind.Bool => dice.Below(2),
        ValueKind.Enum => dice.Pick([.. model.Signals.Enums.Single(item => item.Name == type.EnumName).Members
            .Select(member => (long)member.Id)]),
        _ => dice.Pick([type.Min, type.Max, dice.Between(type.Min, type.Max)]),
    };

    private void DrawInputs()
    {
        for (int input = 0; input < readings.Length; input++)
        {
            int max = pair.Reference.Inputs.Info(input).MaxAge_ms;
            int age = dice.Chance(800) ? 0 : (int)dice.Pick([1L, max, max + 1]);
            pair.Reference.Inputs[input] = new InputReading(dice.Pick(readings[input]), age, dice.Chance(970));
        }
    }
}
