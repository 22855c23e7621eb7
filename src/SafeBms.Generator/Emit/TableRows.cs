using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>One row of a table for tools: a value with its name and where it is kept.</summary>
/// <param name="Name">Flat name, as <c>battery[3].cell[7].voltage</c>.</param>
/// <param name="Field">The C# place below the image or state.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="StatesOf">Machine whose states the value names; empty otherwise.</param>
internal sealed record TableRow(string Name, string Field, ExprType Type, string StatesOf = "");

/// <summary>The rows of the tables, in the order of the specification.</summary>
internal static class TableRows
{
    /// <summary>Every input, members of groups one by one.</summary>
    public static IEnumerable<TableRow> Inputs(SignalsModel signals) =>
    [
        .. signals.Inputs.Select(input => new TableRow(input.Name, SignalsEmitter.Field(input), input.Type)),
        .. signals.Groups.SelectMany(group => Members(group, string.Empty, string.Empty)),
    ];

    /// <summary>Every output signal.</summary>
    public static IEnumerable<TableRow> Outputs(SignalsModel signals) =>
        signals.Outputs.Select(signal => new TableRow(signal.Name, SignalsEmitter.Field(signal), signal.Type));

    /// <summary>Every state, variable, timer and output of every machine.</summary>
    public static IEnumerable<TableRow> States(CompositionModel model, EmitContext context) =>
        model.All.SelectMany(machine =>
        machine.InstanceGroup.Length == 0
            ? OfMachine(machine, machine.Name, MachineShape.Field(machine))
            : Enumerable.Range(0, context.Group(machine.InstanceGroup).Capacity)
                .SelectMany(i => OfMachine(machine, $"{machine.Name}[{i}]", $"{MachineShape.Field(machine)}[{i}]")));

    /// <summary>Parameters that are not constants.</summary>
    public static IEnumerable<TableRow> Parameters(ParametersModel parameters) =>
        ParametersEmitter.Adjustable(parameters).Select(p => new TableRow(p.Name, ParametersEmitter.Field(p), p.Type));

    private static IEnumerable<TableRow> Members(GroupInfo group, string namePrefix, string fieldPrefix)
    {
        for (int index = 0; index < group.Capacity; index++)
        {
            string name = $"{namePrefix}{group.Name}[{index}].";
            string field = $"{fieldPrefix}{Naming.Pascal(group.Name)}[{index}].";
            foreach (InputInfo input in group.Inputs)
            {
                yield return new TableRow(name + input.Name, field + SignalsEmitter.Field(input), input.Type);
            }

            foreach (TableRow row in group.Groups.SelectMany(inner => Members(inner, name, field)))
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<TableRow> OfMachine(MachineInfo machine, string name, string field)
    {
        if (machine.States.Count > 0)
        {
            yield return new TableRow(
                name + ".state", field + ".State", ExprType.Int(string.Empty, 0, byte.MaxValue), machine.Name);
        }

        foreach (VariableInfo variable in machine.Variables)
        {
            yield return new TableRow(
                $"{name}.{variable.Name}", $"{field}.{MachineScope.Field(variable)}", variable.Type);
        }

        foreach (TimerInfo timer in machine.Timers)
        {
            yield return new TableRow(
                $"{name}.{timer.Name}", $"{field}.{DetectorCode.Field(timer)}", timer.Type with { Unit = "ms" });
        }

        foreach (MachineOutputInfo result in machine.Outputs)
        {
            string place = $"{field}.{MachineScope.Field(result)}";
            bool optional = result.Type.MayBeInvalid;
            // An optional value is stored as a number, whatever its kind.
            yield return new TableRow($"{name}.{result.Name}", place, result.Type);
            if (optional)
            {
                yield return new TableRow($"{name}.{result.Name}.valid", place + ".IsValid", ExprType.Bool);
            }
        }
    }
}
