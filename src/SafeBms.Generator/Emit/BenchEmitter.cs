using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>A test bench for one machine: its generated <c>Scan</c> with everything that it reads set from outside.
/// For tools that compile the generated code themselves; never part of the shipped core.</summary>
internal sealed class BenchEmitter
{
    /// <summary>The interface that benches implement.</summary>
    private const string Interface = "global::SafeBms.Coverage.Machines.IMachineBench";

    private readonly MachineInfo machine;
    private readonly IReadOnlyList<MachineInfo> machines;
    private readonly CodeWriter output = new();

    public BenchEmitter(SpecificationModel model, MachineInfo machine)
    {
        this.machine = machine;
        machines = [.. model.Machines, model.ShutdownMachine];
    }

    private bool IsInstanced => machine.InstanceGroup.Length > 0;

    private string Memory => "state." + Naming.Pascal(machine.Name) + (IsInstanced ? "[0]" : string.Empty);

    /// <summary>Name of the class, in the namespace of the core.</summary>
    public static string ClassName(MachineInfo machine) => Naming.Pascal(machine.Name) + "Bench";

    /// <summary>The file.</summary>
    public GeneratedFile Emit()
    {
        output.Line("#nullable enable");
        output.Line("using System;");
        output.Line("using System.Runtime.InteropServices;");
        output.Line("namespace SafeBms.Core;");
        output.Open($"public sealed class {ClassName(machine)} : {Interface}");
        output.Line("private CoreState state;");
        output.Line("private InputImage image;");
        output.Line("private bool isChecked;");
        output.Line("private RetainedData retained;");
        for (int use = 0; use < machine.Uses.Count; use++)
        {
            if (TypeOf(machine.Uses[use]) is string type)
            {
                output.Line($"private {type} use{CsType.Number(use)};");
            }
        }

        output.Line(
            $"public Span<byte> Memory => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref {Memory}, 1));");
        output.Line("public long Row(int row) => StateTable.Get(state, row);");
        WriteStart();
        WriteSet();
        WriteScan();
        output.Close();
        return new GeneratedFile($"Bench/{ClassName(machine)}.cs", output.ToString());
    }

    private void WriteStart()
    {
        output.Open("public string? Start(int product, ReadOnlySpan<long> parameters, ReadOnlySpan<long> kept)");
        output.Line("ParameterSet set = ProductTable.Parameters(product);");
        output.Line("for (int i = 0; i < parameters.Length; i++) { ParameterTable.Set(ref set, i, parameters[i]); }");
        output.Line("image = default;");
        output.Line("isChecked = false;");
        for (int use = 0; use < machine.Uses.Count; use++)
        {
            if (TypeOf(machine.Uses[use]) is not null)
            {
                output.Line($"use{CsType.Number(use)} = default;");
            }
        }

        int at = 0;
        foreach (VariableInfo variable in machine.Variables.Where(variable => variable.Retain))
        {
            string field = SafetyCoreEmitter.RetainedField(machine, variable) + (IsInstanced ? "[0]" : string.Empty);
            string value = Converted(variable.Type).Replace("value", $"kept[{CsType.Number(at)}]");
            output.Line($"retained.{field} = kept.Length > 0 ? {value} : default;");
            at++;
        }

        output.Line("SafetyCore.TryStart(ref state, set, retained, kept.Length > 0, out string? problem);");
        output.Line("return problem;");
        output.Close();
    }

    private void WriteSet()
    {
        output.Open("public void SetInput(int input, int value, int age_ms, bool accepted)");
        output.Line("InputSignal signal = new() { Value = value, Age_ms = age_ms, Accepted = accepted };");
        output.Line("InputTable.Set(ref image, input, signal);");
        output.Line("isChecked = false;");
        output.Close();
        output.Open("public void SetUse(int use, int member, int field, long value, bool isValid)");
        output.Open("switch (use)");
        for (int use = 0; use < machine.Uses.Count; use++)
        {
            if (TypeOf(machine.Uses[use]) is null)
            {
                continue;
            }

            output.Line($"case {CsType.Number(use)}:");
            output.Indent();
            WriteAssignment(machine.Uses[use], "use" + CsType.Number(use));
            output.Line("break;");
            output.Outdent();
        }

        output.Line("default: throw new ArgumentOutOfRangeException(nameof(use));");
        output.Close();
        output.Close();
    }

    private void WriteAssignment(UseInfo use, string local)
    {
        if (use.Kind is not (UseKind.Machine or UseKind.PreviousMachine))
        {
            output.Line($"{local} = {Converted(use.Kind == UseKind.Violation ? ExprType.Bool : use.Type)};");
            return;
        }

        MachineInfo source = machines.First(other => other.Name == use.Source);
        output.Open("switch (field)");
        for (int field = 0; field < source.Outputs.Count; field++)
        {
            MachineOutputInfo result = source.Outputs[field];
            output.Line($"case {CsType.Number(field)}: {local}[member].{MachineScope.Field(result)} = "
                + $"{Converted(result.Type)}; break;");
        }

        if (source.States.Count > 0)
        {
            output.Line($"case -1: {local}[member].State = ({Naming.MachineClass(source.Name)}.State)value; break;");
        }

        output.Close();
    }

    private void WriteScan()
    {
        List<string> arguments = [];
        for (int use = 0; use < machine.Uses.Count; use++)
        {
            arguments.Add(Argument(machine.Uses[use], "use" + CsType.Number(use)));
        }

        if (IsInstanced)
        {
            arguments.Add($"state.Inputs.{Naming.Pascal(machine.InstanceGroup)}[0]");
        }

        output.Open("public void Scan()");
        output.Comment("The check of the inputs depends on nothing but the inputs.");
        output.Open("if (!isChecked)");
        output.Line("Validity.Update(image, state.Parameters, ref state.Inputs);");
        output.Line("isChecked = true;");
        output.Close();
        output.Line($"{Naming.MachineClass(machine.Name)}.Scan("
            + $"{string.Concat(arguments.Select(argument => argument + ", "))}state.Parameters, ref {Memory});");
        output.Close();
    }

    private string Argument(UseInfo use, string local) => use.Kind switch
    {
        UseKind.Input => "state.Inputs." + Naming.Pascal(use.Source, use.Type.Unit),
        UseKind.Group => "state.Inputs." + Naming.Pascal(use.Source),
        _ when IsOwn(use) && use.Kind == UseKind.PreviousMachineState => $"(int){Memory}.State",
        _ when IsOwn(use) =>
            $"{Memory}.{MachineScope.Field(machine.Outputs.First(result => result.Name == use.Output))}",
        _ => local,
    };

    // What a machine reads of its own past is not set from outside.
    private bool IsOwn(UseInfo use) => use.Source == machine.Name
        && use.Kind is UseKind.PreviousMachineOutput or UseKind.PreviousMachineState;

    private string? TypeOf(UseInfo use) => use.Kind switch
    {
        UseKind.Input or UseKind.Group => null,
        _ when IsOwn(use) => null,
        UseKind.Machine or UseKind.PreviousMachine => Naming.MachineClass(use.Source) + ".MemoryArray",
        UseKind.MachineState or UseKind.PreviousMachineState => "int",
        UseKind.Violation => "bool",
        _ => CsType.Stored(use.Type),
    };

    private static string Converted(ExprType type)
    {
        string container = CsType.Stored(type);
        return container switch
        {
            "OptionalInt" => "OptionalInt.From((int)value, isValid)",
            "OptionalLong" => "OptionalLong.From(value, isValid)",
            _ => CsType.Of(type) switch
            {
                "bool" => "value != 0",
                string other => $"({other})value",
            },
        };
    }
}
