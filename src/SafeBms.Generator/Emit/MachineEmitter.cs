using SafeBms.Generator.Emit.Probes;
using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>One machine as one file: its states, its memory, its reset and its scan.</summary>
internal static class MachineEmitter
{
    /// <summary>Emits a machine from nothing but itself and the small shared context.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="context">Parameters, groups and enumerations.</param>
    /// <param name="probes">What the code reports while it runs; null for the shipped code.</param>
    public static GeneratedFile Emit(MachineInfo machine, EmitContext context, MachineProbes? probes = null)
    {
        string name = $"Machines/{Naming.Pascal(machine.Name)}.g.cs";
        CodeWriter output = new();
        MapWriter map = new(name, output);
        StateTree tree = new(machine);
        FileHead.Write(
            output,
            machine.File,
            machine.Purpose.Length > 0 ? "Purpose: " + machine.Purpose : string.Empty,
            machine.Hazards.Count > 0 ? "Hazards: " + string.Join(", ", machine.Hazards) : string.Empty);
        output.Summary(machine.Purpose.Length > 0 ? machine.Purpose : "The machine " + machine.Name + ".");
        map.Mark("machine", machine.Name, machine.Span);
        output.Open($"public static partial class {Naming.MachineClass(machine.Name)}");
        WriteStates(output, machine, tree);
        WriteMemory(output, machine, tree, map, probes is not null);
        WriteArray(output, machine, context);
        WriteReset(output, machine, tree, context);
        new ScanEmitter(machine, context, tree, output, map, probes).Write();
        output.Close();
        map.WriteClass(Naming.Pascal(machine.Name) + "Map");
        return new GeneratedFile(name, output.ToString());
    }

    private static void WriteStates(CodeWriter output, MachineInfo machine, StateTree tree)
    {
        if (machine.States.Count == 0)
        {
            return;
        }

        output.Summary("The states without children; their numbers are stable on the interface.");
        output.Open("public enum State : byte");
        foreach (int leaf in tree.Leaves)
        {
            List<int> parents = tree.Path(leaf);
            string inside = parents.Count > 1 ? " // in "
                + string.Join(", ", parents.Take(parents.Count - 1).Select(at => tree[at].Name)) : string.Empty;
            output.Line($"{tree.LeafName(leaf)} = {tree[leaf].Id},{inside}");
        }

        output.Close();
        output.Blank();
    }

    private static void WriteMemory(
        CodeWriter output, MachineInfo machine, StateTree tree, MapWriter map, bool isProbed)
    {
        output.Summary("All that the machine remembers from one scan to the next.");
        output.Open("public struct Memory");
        if (machine.States.Count > 0)
        {
            output.Summary("The active state.");
            output.Line("public State State;");
        }

        foreach (StateInfo state in machine.States.Where(state => state.ElapsedCap_ms > 0))
        {
            output.Summary($"Scans since {state.Name} was entered; stops at {state.ElapsedCap_ms}.");
            output.Line($"public {ElapsedType(state)} {tree.ElapsedField(state.Index)};");
        }

        foreach (int state in tree.WithHistory)
        {
            output.Summary($"The state that was active when {tree[state].Name} was last left.");
            output.Line($"public State {tree.HistoryField(state)};");
        }

        foreach (VariableInfo variable in machine.Variables)
        {
            map.Mark("variable", machine.Name + "." + variable.Name, variable.Span);
            string retained = variable.Retain ? " // survives a loss of power" : string.Empty;
            output.Line($"public {CsType.Of(variable.Type)} {MachineScope.Field(variable)};{retained}");
        }

        foreach (TimerInfo timer in machine.Timers)
        {
            map.Mark("timer", machine.Name + "." + timer.Name, timer.Span);
            output.Line($"public {CsType.Of(timer.Type)} {DetectorCode.Field(timer)};");
        }

        DetectorCode.WriteFields(output, machine.Detectors);
        foreach (MachineOutputInfo result in machine.Outputs)
        {
            output.Summary(
                $"Output {result.Name}{(result.Drives.Length > 0 ? ", drives " + result.Drives : string.Empty)}.");
            map.Mark("output", machine.Name + "." + result.Name, result.Span);
            output.Line($"public {CsType.Stored(result.Type)} {MachineScope.Field(result)};");
        }

        if (isProbed)
        {
            output.Line($"public int {ProbeWriter.LastField};");
        }

        output.Close();
    }

    private static string ElapsedType(StateInfo state) => CsType.FitsInt(0, state.ElapsedCap_ms) ? "int" : "long";

    private static void WriteArray(CodeWriter output, MachineInfo machine, EmitContext context)
    {
        if (machine.InstanceGroup.Length == 0)
        {
            return;
        }

        output.Blank();
        output.Summary($"One memory a {machine.InstanceGroup}.");
        output.Line($"[InlineArray({context.Group(machine.InstanceGroup).Capacity})]");
        output.Open("public struct MemoryArray");
        output.Line("private Memory first;");
        output.Close();
    }

    private static void WriteReset(CodeWriter output, MachineInfo machine, StateTree tree, EmitContext context)
    {
        MachineScope scope = new(context, machine, tree);
        ExpressionWriter expressions = new(scope, output);
        output.Blank();
        output.Summary("What holds before step 0: every initial value, no event has happened.");
        output.Open("public static void Reset(in ParameterSet p, ref Memory m)");
        output.Line("m = default;");
        if (machine.InitialLeaf >= 0)
        {
            output.Line($"m.State = State.{tree.LeafName(machine.InitialLeaf)};");
        }

        // Step 0 advances these to 0.
        foreach (int state in tree.Path(machine.InitialLeaf).Where(at => tree[at].ElapsedCap_ms > 0))
        {
            output.Line($"m.{tree.ElapsedField(state)} = -1;");
        }

        foreach (int state in tree.WithHistory)
        {
            output.Line($"m.{tree.HistoryField(state)} = State.{tree.LeafName(tree.InitialLeaf(state))};");
        }

        foreach (VariableInfo variable in machine.Variables)
        {
            output.Line(
                $"m.{MachineScope.Field(variable)} = {CsType.Literal(context, variable.Type, variable.Initial)};");
        }

        foreach (TimerInfo timer in machine.Timers.Where(timer => timer.StartsAtLimit))
        {
            output.Line($"m.{DetectorCode.Field(timer)} = {expressions.Text(timer.Limit, CsType.Of(timer.Type))};");
        }

        DetectorCode.WriteReset(output, expressions, context, machine.Detectors);
        foreach (MachineOutputInfo result in machine.Outputs.Where(result => !result.Type.MayBeInvalid))
        {
            output.Line($"m.{MachineScope.Field(result)} = {CsType.Literal(context, result.Type, result.Initial)};");
        }

        output.Close();
    }
}
