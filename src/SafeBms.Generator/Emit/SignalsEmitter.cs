using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>The images: what comes in, what comes in after the check, what goes out, and the enumerations.</summary>
internal static class SignalsEmitter
{
    private const string FileName = "Signals.g.cs";

    /// <summary>Emits the file.</summary>
    public static GeneratedFile Emit(SignalsModel signals, EmitContext context)
    {
        CodeWriter output = new();
        MapWriter map = new(FileName, output);
        FileHead.Write(output, "signals.yaml");
        foreach (EnumInfo enumeration in signals.Enums)
        {
            WriteEnum(output, map, enumeration);
        }

        WriteInputs(output, map, signals);
        WriteChecked(output, signals, context);
        WriteOutputs(output, map, signals, context);
        ValidityEmitter.Write(output, signals, context);
        map.WriteClass("SignalsMap");
        return new GeneratedFile(FileName, output.ToString());
    }

    /// <summary>Field of an input.</summary>
    public static string Field(InputInfo input) => Naming.Pascal(input.Name, input.Type.Unit);

    /// <summary>Field of an output signal.</summary>
    public static string Field(OutputSignalInfo signal) => Naming.Pascal(signal.Name, signal.Type.Unit);

    private static void WriteEnum(CodeWriter output, MapWriter map, EnumInfo enumeration)
    {
        output.Summary($"{enumeration.Name}; the numbers are stable on the interface.");
        map.Mark("enum", enumeration.Name, enumeration.Span);
        output.Open($"public enum {Naming.Pascal(enumeration.Name)}");
        foreach (EnumMember member in enumeration.Members)
        {
            output.Line($"{Naming.Pascal(member.Name)} = {member.Id},");
        }

        output.Close();
        output.Blank();
    }

    private static void WriteInputs(CodeWriter output, MapWriter map, SignalsModel signals)
    {
        foreach (GroupInfo group in signals.Groups)
        {
            WriteGroup(output, group, (inner, path) =>
            {
                foreach (InputInfo input in inner.Inputs)
                {
                    WriteInput(output, map, path + ".", input);
                }
            }, "Inputs", map);
        }

        output.Summary("Every input of one scan, as accepted from outside and not yet checked.");
        output.Open("public struct InputImage");
        foreach (InputInfo input in signals.Inputs)
        {
            WriteInput(output, map, string.Empty, input);
        }

        foreach (GroupInfo group in signals.Groups)
        {
            output.Line($"public {Naming.Pascal(group.Path)}InputsArray {Naming.Pascal(group.Name)};");
        }

        output.Close();
        output.Blank();
    }

    private static void WriteInput(CodeWriter output, MapWriter map, string prefix, InputInfo input)
    {
        output.Summary(input.Meaning);
        map.Mark("input", prefix + input.Name, input.Span);
        output.Line($"public InputSignal {Field(input)};");
    }

    private static void WriteChecked(CodeWriter output, SignalsModel signals, EmitContext context)
    {
        foreach (GroupInfo group in signals.Groups)
        {
            WriteGroup(output, group, (inner, _) =>
            {
                foreach (InputInfo input in inner.Inputs)
                {
                    output.Line($"public CheckedInput {Field(input)};");
                }

                foreach ((Fold fold, string field) in inner.Groups.SelectMany(of => MemberFolds.Over(context, of)))
                {
                    output.Summary(MemberFolds.Text(context, fold));
                    output.Line($"public {FoldWriter.TypeOf(fold)} {field};");
                    if (FoldWriter.HasValidity(fold))
                    {
                        output.Line($"public bool {field}Valid;");
                    }
                }
            }, "Checked", null);
        }
    }

    private static void WriteGroup(
        CodeWriter output, GroupInfo group, Action<GroupInfo, string> fields, string suffix, MapWriter? map)
    {
        foreach (GroupInfo inner in group.Groups)
        {
            WriteGroup(output, inner, fields, suffix, map);
        }

        string name = Naming.Pascal(group.Path) + suffix;
        output.Summary($"One {group.Name}.");
        map?.Mark("group", group.Path, group.Span);
        output.Open("public struct " + name);
        fields(group, group.Path);
        foreach (GroupInfo inner in group.Groups)
        {
            output.Line($"public {Naming.Pascal(inner.Path)}{suffix}Array {Naming.Pascal(inner.Name)};");
        }

        output.Close();
        output.Blank();
        output.Summary($"Every {group.Name}; members 0 to {group.ConfiguredParameter} - 1 exist.");
        output.Line($"[InlineArray({group.Capacity})]");
        output.Open($"public struct {name}Array");
        output.Line($"private {name} first;");
        output.Close();
        output.Blank();
    }

    private static void WriteOutputs(CodeWriter output, MapWriter map, SignalsModel signals, EmitContext context)
    {
        output.Summary("Every output of one scan.");
        output.Open("public struct OutputImage");
        foreach (OutputSignalInfo signal in signals.Outputs)
        {
            output.Summary(signal.Meaning);
            map.Mark("output", signal.Name, signal.Span);
            output.Line($"public {CsType.Of(signal.Type)} {Field(signal)};");
        }

        output.Blank();
        output.Summary("Every output at the value that is written when nothing else is known.");
        output.Open("public static OutputImage Safe => new()");
        foreach (OutputSignalInfo signal in signals.Outputs)
        {
            output.Line($"{Field(signal)} = {CsType.Literal(context, signal.Type, signal.Safe)},");
        }

        output.Close("};");
        output.Close();
        output.Blank();
    }
}
