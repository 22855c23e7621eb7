using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>The snapshot that is published to the outside, and the map from specification to code.</summary>
internal static class SnapshotEmitter
{
    private static readonly string[] SharedFiles = ["Signals", "Parameters", "Monitors", "Witness"];

    /// <summary>Emits <c>StateSnapshot</c>.</summary>
    public static GeneratedFile Emit(CompositionModel model)
    {
        CodeWriter output = new();
        FileHead.Write(output, "system.yaml");
        List<MachineInfo> single = [.. model.All.Where(machine => machine.InstanceGroup.Length == 0)];
        output.Summary(
            "What is shown to the outside after a scan: active states by their stable ids, and all outputs.");
        output.Open("public struct StateSnapshot");
        foreach (MachineInfo machine in single)
        {
            if (machine.States.Count > 0)
            {
                output.Summary($"Active state of {machine.Name}.");
                output.Line($"public byte {MachineShape.Field(machine)};");
            }

            foreach (MachineOutputInfo result in machine.Outputs)
            {
                output.Line($"public {CsType.Stored(result.Type)} {Field(machine, result)};");
            }
        }

        output.Summary("The outputs as written.");
        output.Line("public OutputImage Outputs;");
        output.Summary("The shutdown machine has taken over.");
        output.Line("public bool IsShutdown;");
        output.Blank();
        output.Summary("Fills a snapshot.");
        output.Open(
            "public static void Capture(in CoreState state, in OutputImage outputs, out StateSnapshot snapshot)");
        output.Line("snapshot = default;");
        foreach (MachineInfo machine in single)
        {
            string field = MachineShape.Field(machine);
            if (machine.States.Count > 0)
            {
                output.Line($"snapshot.{field} = (byte)state.{field}.State;");
            }

            foreach (MachineOutputInfo result in machine.Outputs)
            {
                output.Line($"snapshot.{Field(machine, result)} = state.{field}.{MachineScope.Field(result)};");
            }
        }

        output.Line("snapshot.Outputs = outputs;");
        output.Line("snapshot.IsShutdown = state.IsShutdown;");
        output.Close();
        output.Close();
        return new GeneratedFile("StateSnapshot.g.cs", output.ToString());
    }

    /// <summary>Emits <c>SpecificationMap</c>; the rows stand in the files that they speak of.</summary>
    public static GeneratedFile EmitMap(EquatableArray<string> machines)
    {
        CodeWriter output = new();
        FileHead.Write(output, "the whole specification");
        output.Summary("Every element of the specification with its place there and in the generated code.");
        output.Open("public static class SpecificationMap");
        output.Open("private static readonly SpecificationElement[][] Files =");
        foreach (string name in SharedFiles.Concat(machines.Select(Naming.Pascal)))
        {
            output.Line(name + "Map.Elements,");
        }

        output.Close("};");
        output.Blank();
        output.Summary("The elements, file by file.");
        output.Open("public static System.Collections.Generic.IEnumerable<SpecificationElement> Elements()");
        output.Open("foreach (SpecificationElement[] file in Files)");
        output.Open("foreach (SpecificationElement element in file)");
        output.Line("yield return element;");
        output.Close();
        output.Close();
        output.Close();
        output.Close();
        return new GeneratedFile("SpecificationMap.g.cs", output.ToString());
    }

    private static string Field(MachineInfo machine, MachineOutputInfo result) =>
        MachineShape.Field(machine) + MachineScope.Field(result);
}
