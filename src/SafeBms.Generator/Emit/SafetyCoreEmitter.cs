using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>The composition: state, start, and the scan that runs the machines in their order.</summary>
internal sealed class SafetyCoreEmitter(CompositionModel model, EmitContext context)
{
    private const string FileName = "SafetyCore.g.cs";
    private readonly CodeWriter output = new();
    private readonly List<MachineInfo> machines = [.. model.All];

    /// <summary>Emits the file.</summary>
    public GeneratedFile Emit()
    {
        FileHead.Write(output, "system.yaml", "The system: " + model.Name);
        WriteState();
        WriteRetained();
        output.Summary("The safety core of " + model.Name + ".");
        output.Open("public static partial class SafetyCore");
        WriteStart();
        WriteRetain();
        WriteScan();
        WritePropose();
        WriteShutdownOutputs();
        output.Close();
        return new GeneratedFile(FileName, output.ToString());
    }

    private static IEnumerable<VariableInfo> Retained(MachineInfo machine) =>
        machine.Variables.Where(variable => variable.Retain);

    internal static string RetainedField(MachineInfo machine, VariableInfo variable) =>
        MachineShape.Field(machine) + MachineScope.Field(variable);

    private string Count(MachineInfo machine)
    {
        GroupShape group = context.Group(machine.InstanceGroup);
        return $"Math.Min({context.ParameterText(group.ConfiguredParameter)}, {group.Capacity})";
    }

    private void WriteState()
    {
        output.Summary("Everything that one controller remembers; a copy is a complete, independent controller.");
        output.Open("public struct CoreState");
        output.Summary("The parameters that it was started with.");
        output.Line("public ParameterSet Parameters;");
        output.Summary("The inputs of the last scan, checked.");
        output.Line("public Validity Inputs;");
        foreach (MachineInfo machine in machines)
        {
            output.Summary($"Memory of {machine.Name}.");
            string type = Naming.MachineClass(machine.Name)
                + (machine.InstanceGroup.Length > 0 ? ".MemoryArray" : ".Memory");
            output.Line($"public {type} {MachineShape.Field(machine)};");
        }

        output.Summary("Memory of the monitors, and the same before this scan.");
        output.Line("public Monitors.Memory Monitor;");
        output.Line("public Monitors.Memory MonitorBefore;");
        output.Summary("Properties that failed in the last scan, and in how many scans each has failed.");
        output.Line("public Monitors.Bits Failed;");
        output.Line("public Monitors.Counters Violations;");
        output.Summary("The outputs written in the last scan.");
        output.Line("public OutputImage Written;");
        output.Summary("The shutdown machine has taken over the outputs.");
        output.Line("public bool IsShutdown;");
        output.Close();
        output.Blank();
    }

    private void WriteRetained()
    {
        output.Summary("What must survive a loss of power.");
        output.Open("public struct RetainedData");
        foreach (MachineInfo machine in machines)
        {
            foreach (VariableInfo variable in Retained(machine))
            {
                bool instanced = machine.InstanceGroup.Length > 0;
                string field = RetainedField(machine, variable);
                output.Line($"public {(instanced ? field + "Array" : CsType.Of(variable.Type))} {field};");
            }
        }

        output.Close();
        output.Blank();
        foreach (MachineInfo machine in machines.Where(machine => machine.InstanceGroup.Length > 0))
        {
            foreach (VariableInfo variable in Retained(machine))
            {
                output.Line($"[InlineArray({context.Group(machine.InstanceGroup).Capacity})]");
                output.Open($"public struct {RetainedField(machine, variable)}Array");
                output.Line($"private {CsType.Of(variable.Type)} first;");
                output.Close();
                output.Blank();
            }
        }
    }

    private void WriteStart()
    {
        output.Summary(
            "Brings the core to what holds before step 0. On a wrong parameter set it changes nothing and says why.");
        output.Open(
            "public static bool TryStart(ref CoreState state, in ParameterSet parameters, "
            + "in RetainedData retained, bool retainedValid, out string? problem)");
        output.Open("if (!ParameterSet.TryValidate(parameters, out problem))");
        output.Line("return false;");
        output.Close();
        output.Blank();
        output.Comment("A copy first: the caller may hand over the parameters of this very state.");
        output.Line("ParameterSet kept = parameters;");
        output.Line("state = default;");
        output.Line("state.Parameters = kept;");
        output.Line("state.Written = OutputImage.Safe;");
        output.Line("ref readonly ParameterSet p = ref state.Parameters;");
        foreach (MachineInfo machine in machines)
        {
            WriteMachineStart(machine);
        }

        output.Line("Monitors.Reset(p, ref state.Monitor);");
        output.Line("state.MonitorBefore = state.Monitor;");
        output.Line("return true;");
        output.Close();
        output.Blank();
    }

    private void WriteMachineStart(MachineInfo machine)
    {
        bool instanced = machine.InstanceGroup.Length > 0;
        string memory = $"state.{MachineShape.Field(machine)}" + (instanced ? "[i]" : string.Empty);
        if (instanced)
        {
            output.Open($"for (int i = 0; i < {context.Group(machine.InstanceGroup).Capacity}; i++)");
        }

        output.Line($"{Naming.MachineClass(machine.Name)}.Reset(p, ref {memory});");
        foreach (VariableInfo variable in Retained(machine))
        {
            string field = $"{memory}.{MachineScope.Field(variable)}";
            string kept = $"retained.{RetainedField(machine, variable)}" + (instanced ? "[i]" : string.Empty);
            string lost = CsType.Literal(context, variable.Type, variable.OnLoss);
            string inRange = variable.Type.Kind == ValueKind.Int
                ? $" & {kept} >= {CsType.Number(variable.Type.Min)} & {kept} <= {CsType.Number(variable.Type.Max)}"
                : string.Empty;
            output.Line($"{field} = retainedValid{inRange} ? {kept} : {lost};");
        }

        if (instanced)
        {
            output.Close();
            output.Blank();
        }
    }

    private void WriteRetain()
    {
        output.Summary("What is to be kept over a loss of power.");
        output.Open("public static void Retain(in CoreState state, out RetainedData retained)");
        output.Line("retained = default;");
        foreach (MachineInfo machine in machines.Where(machine => Retained(machine).Any()))
        {
            bool instanced = machine.InstanceGroup.Length > 0;
            string index = instanced ? "[i]" : string.Empty;
            if (instanced)
            {
                output.Open($"for (int i = 0; i < {context.Group(machine.InstanceGroup).Capacity}; i++)");
            }

            foreach (VariableInfo variable in Retained(machine))
            {
                output.Line(
                    $"retained.{RetainedField(machine, variable)}{index} = "
                    + $"state.{MachineShape.Field(machine)}{index}.{MachineScope.Field(variable)};");
            }

            if (instanced)
            {
                output.Close();
                output.Blank();
            }
        }

        output.Close();
        output.Blank();
    }

    private void WriteScan()
    {
        WiringWriter wiring = new(machines);
        output.Summary(
            "One scan: check inputs, run the machines, propose outputs, monitor them, shut down if need be, write.");
        output.Open("public static void Scan(in InputImage inputs, ref CoreState state, ref OutputImage outputs)");
        output.Line("ref readonly ParameterSet p = ref state.Parameters;");
        output.Line("Validity.Update(inputs, p, ref state.Inputs);");
        foreach (string copy in wiring.CopiesOfLastScan())
        {
            output.Line(copy);
        }

        output.Blank();
        for (int order = 0; order < model.Machines.Count; order++)
        {
            WriteCall(wiring, order);
        }

        string shutdown = "state." + MachineShape.Field(model.ShutdownMachine);
        foreach (string line in new[]
        {
            "",
            "// The monitors look at the proposed outputs before anything is written.",
            "Propose(state, out OutputImage proposed);",
            "state.MonitorBefore = state.Monitor;",
            "bool wasShutdown = state.IsShutdown;",
            "Monitors.Step(state.Inputs, proposed, p, ref state.Monitor, ref state.Failed);",
            "bool violation = Monitors.DemandsShutdown(state.Failed);",
        })
        {
            WriteLine(line);
        }

        WriteCall(wiring, machines.Count - 1);
        foreach (string line in new[]
        {
            $"state.IsShutdown = {shutdown}.Active;",
            "if (state.IsShutdown)",
            "{",
            "ProposeShutdown(state, out proposed);",
            "StepOnWritten(ref state, proposed, wasShutdown);",
            "}",
            "",
            "Monitors.Count(state.Failed, ref state.Violations);",
            "state.Written = proposed;",
            "outputs = proposed;",
        })
        {
            WriteLine(line);
        }

        output.Close();
        output.Blank();
        WriteStepOnWritten();
    }

    private void WriteStepOnWritten()
    {
        output.Comment("The memory of the monitors follows what is written.");
        output.Comment("A property that has just tripped the shutdown stays marked for this scan.");
        output.Open("private static void StepOnWritten(ref CoreState state, in OutputImage written, bool wasShutdown)");
        output.Line("Monitors.Bits tripped = state.Failed;");
        output.Line("state.Monitor = state.MonitorBefore;");
        output.Line("Monitors.Step(state.Inputs, written, state.Parameters, ref state.Monitor, ref state.Failed);");
        output.Open("if (!wasShutdown)");
        output.Line("Monitors.Merge(tripped, ref state.Failed);");
        output.Close();
        output.Close();
        output.Blank();
    }

    private void WriteLine(string line)
    {
        switch (line)
        {
            case "":
                output.Blank();
                break;
            case "{":
                output.Open();
                break;
            case "}":
                output.Close();
                break;
            default:
                output.Line(line);
                break;
        }
    }

    private void WriteCall(WiringWriter wiring, int order)
    {
        MachineInfo machine = machines[order];
        List<string> arguments = [.. machine.Uses.Select(use => wiring.Argument(use, order))];
        string memory = "state." + MachineShape.Field(machine);
        string call = Naming.MachineClass(machine.Name) + ".Scan";
        if (machine.InstanceGroup.Length == 0)
        {
            output.Line($"{call}({string.Join(", ", arguments.Concat(["p", "ref " + memory]))});");
            return;
        }

        output.Open($"for (int i = 0; i < {Count(machine)}; i++)");
        string member = $"state.Inputs.{Naming.Pascal(machine.InstanceGroup)}[i]";
        output.Line($"{call}({string.Join(", ", arguments.Concat([member, "p", $"ref {memory}[i]"]))});");
        output.Close();
        output.Blank();
    }

    private void WritePropose() =>
        WriteOutputs("Propose", "What the machines want to write; an output that nobody drives has its safe value.",
            model.Machines);

    private void WriteShutdownOutputs() =>
        WriteOutputs("ProposeShutdown", "What the shutdown machine writes; every other output has its safe value.",
            [model.ShutdownMachine]);

    private void WriteOutputs(string method, string summary, IEnumerable<MachineInfo> drivers)
    {
        output.Comment(summary);
        output.Open($"private static void {method}(in CoreState state, out OutputImage proposed)");
        output.Line("proposed = OutputImage.Safe;");
        foreach (OutputSignalInfo signal in model.Outputs)
        {
            foreach (MachineInfo machine in drivers)
            {
                foreach (MachineOutputInfo driver in machine.Outputs.Where(result => result.Drives == signal.Name))
                {
                    string field = $"state.{MachineShape.Field(machine)}.{MachineScope.Field(driver)}";
                    output.Line($"proposed.{SignalsEmitter.Field(signal)} = {Driven(driver, signal, field)};");
                }
            }
        }

        output.Close();
        output.Blank();
    }

    private string Driven(MachineOutputInfo driver, OutputSignalInfo signal, string field) => driver.Type.MayBeInvalid
        ? $"{field}.IsValid ? {CsType.FromInt(signal.Type, field + ".Value")} : "
            + CsType.Literal(context, signal.Type, signal.Safe)
        : CsType.Of(driver.Type) == "long" && CsType.Of(signal.Type) == "int" ? $"(int){field}" : field;
}
