using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>The border: range, clamping and age of every input, looked at once a scan and nowhere else.</summary>
internal static class ValidityEmitter
{
    /// <summary>Writes the struct and its update.</summary>
    public static void Write(CodeWriter output, SignalsModel signals, EmitContext context)
    {
        output.Summary("Every input of one scan after the check of range and age.");
        output.Open("public struct Validity");
        foreach (InputInfo input in signals.Inputs)
        {
            output.Line($"public CheckedInput {SignalsEmitter.Field(input)};");
        }

        foreach (GroupInfo group in signals.Groups)
        {
            output.Line($"public {Naming.Pascal(group.Path)}CheckedArray {Naming.Pascal(group.Name)};");
        }

        output.Blank();
        output.Summary("Checks the inputs of a scan; members of groups that are not configured stay invalid.");
        output.Open("public static void Update(in InputImage inputs, in ParameterSet p, ref Validity v)");
        foreach (InputInfo input in signals.Inputs)
        {
            WriteInput(output, "v", "inputs", input, context);
        }

        int depth = 0;
        MonitorScope walk = new(context, []);
        foreach (GroupInfo group in signals.Groups)
        {
            WriteGroup(walk, output, group, ("v", "inputs"), ref depth);
        }

        output.Close();
        output.Close();
    }

    private static void WriteGroup(
        MonitorScope walk, CodeWriter output, GroupInfo group, (string Checked, string Raw) from, ref int number)
    {
        number++;
        EmitContext context = walk.Context;
        string type = Naming.Pascal(group.Path);
        string field = Naming.Pascal(group.Name);
        string local = Naming.Camel(group.Path);
        (string to, string raw, string index) = (local + "To", local + "From", "i" + number);
        output.Blank();
        output.Line(
            $"int {local}Count = Math.Min({context.ParameterText(group.ConfiguredParameter)}, {group.Capacity});");
        List<(Fold Fold, string Field)> folds = MemberFolds.Over(context, group);
        List<string> locals = Folds(walk, output).Declare([.. folds.Select(item => item.Fold)]);
        output.Open($"for (int {index} = 0; {index} < {local}Count; {index}++)");
        output.Line($"ref {type}Checked {to} = ref {from.Checked}.{field}[{index}];");
        output.Line($"ref readonly {type}Inputs {raw} = ref {from.Raw}.{field}[{index}];");
        foreach (InputInfo input in group.Inputs)
        {
            WriteInput(output, to, raw, input, context);
        }

        Accumulate(walk, output, folds, locals, to);
        foreach (GroupInfo inner in group.Groups)
        {
            WriteGroup(walk, output, inner, (to, raw), ref number);
        }

        output.Close();
        foreach (((Fold fold, string result), string value) in folds.Zip(locals, (fold, value) => (fold, value)))
        {
            output.Line($"{from.Checked}.{result} = {value};");
            if (FoldWriter.HasValidity(fold))
            {
                output.Line($"{from.Checked}.{result}Valid = {value}Valid;");
            }
        }
    }

    // What is folded over the members is added up while their values are at hand.
    private static void Accumulate(
        MonitorScope walk, CodeWriter output, List<(Fold Fold, string Field)> folds, List<string> locals, string member)
    {
        foreach ((Fold fold, _) in folds.Take(1))
        {
            walk.SetFold(fold.Variable, member, fold.Source);
            walk.EnterBlock();
            Folds(walk, output).Accumulate([.. folds.Select(item => item.Fold)], locals);
            walk.LeaveBlock();
            walk.LeaveFold(fold.Variable);
        }
    }

    private static FoldWriter Folds(MonitorScope walk, CodeWriter output) =>
        new(walk, output, new ExpressionWriter(walk, output));

    private static string Members(EnumInfo enumeration) =>
        string.Join(" or ", enumeration.Members.Select(member => CsType.Number(member.Id)));

    private static void WriteInput(CodeWriter output, string to, string from, InputInfo input, EmitContext context)
    {
        string field = SignalsEmitter.Field(input);
        string signal = $"{from}.{field}";
        string age = input.MaxAge_ms.ToString(System.Globalization.CultureInfo.InvariantCulture);
        EnumInfo? enumeration = input.Type.Kind == ValueKind.Enum
            ? context.Enums.FirstOrDefault(e => e.Name == input.Type.EnumName) : null;
        string min = CsType.Number(Math.Max(input.Type.Min, int.MinValue));
        string max = CsType.Number(Math.Min(input.Type.Max, int.MaxValue));
        string value = enumeration is not null
            ? $"CheckedInput.Member({signal}, {age}, {signal}.Value is {Members(enumeration)})"
            : $"CheckedInput.{(input.Clamp ? "Clamped" : "InRange")}({signal}, {age}, {min}, {max})";
        output.Line($"{to}.{field} = {value};");
    }
}
