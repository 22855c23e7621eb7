using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>
/// How the memory of the language and the memory of the code belong together: the fields of the generated struct as a
/// function of what the language remembers. They are the same numbers, but an optional value is 0 while it is invalid,
/// and the age of an input is its complement while it is invalid.
/// </summary>
internal sealed class CodeRelation(Facts facts, Border border)
{
    private readonly TermPool pool = facts.Pool;

    /// <summary>A machine's <c>Memory</c>.</summary>
    public StructValue Machine(MachineInfo machine, MachineMemory memory)
    {
        Dictionary<string, CodeValue> fields = new(StringComparer.Ordinal);
        if (machine.States.Count > 0)
        {
            fields.Add("State", new ScalarValue(memory.State));
        }

        foreach (StateInfo state in machine.States)
        {
            if (memory.Elapsed.TryGetValue(state.Index, out Term? elapsed))
            {
                fields.Add(Names.Elapsed(state), new ScalarValue(elapsed));
            }

            if (memory.History.TryGetValue(state.Index, out Term? history))
            {
                fields.Add(Names.History(state), new ScalarValue(history));
            }
        }

        foreach (VariableInfo variable in machine.Variables)
        {
            fields.Add(Names.Field(variable.Name, variable.Type), new ScalarValue(memory.Variables[variable.Name]));
        }

        foreach (TimerInfo timer in machine.Timers)
        {
            fields.Add(Names.Field(timer), new ScalarValue(memory.Timers[timer.Name]));
        }

        foreach (DetectorInfo detector in machine.Detectors)
        {
            fields.Add(Names.Field(detector), Detector(detector, memory.Detectors[detector.Slot]));
        }

        foreach (MachineOutputInfo output in machine.Outputs)
        {
            fields.Add(Names.Field(output.Name, output.Type), Stored(output.Type, memory.Outputs[output.Name]));
        }

        return new StructValue(fields);
    }

    /// <summary>A value as the code stores it: an optional one is 0 while it is invalid.</summary>
    public CodeValue Stored(ExprType type, ModelValue value)
    {
        if (!type.MayBeInvalid)
        {
            return new ScalarValue(value.Number);
        }

        Term number = pool.ToInt(value.Number);
        return new StructValue([
            KeyValuePair.Create<string, CodeValue>(
                "Value", new ScalarValue(pool.Choose(value.Valid, number, pool.Int(0)))),
            KeyValuePair.Create<string, CodeValue>("IsValid", new ScalarValue(value.Valid))]);
    }

    /// <summary>The memory of a temporal call.</summary>
    public CodeValue Detector(DetectorInfo detector, ModelValue memory) =>
        Stored(detector.Kind == DetectorKind.Previous ? detector.Type : ExprType.Bool, memory);

    /// <summary>The parameter set as the code has it: every parameter that is no constant.</summary>
    public StructValue Parameters() => new(border.Model.Parameters.Parameters
        .Where(parameter => !parameter.IsConstant)
        .Select(parameter => KeyValuePair.Create<string, CodeValue>(
            Names.Field(parameter.Name, parameter.Type), new ScalarValue(border.Parameter(parameter.Name)))));

    /// <summary>An input as the code has it after the border, with the view that the language has of it.</summary>
    public (CodeValue Code, InputView View) AnyInput(InputInfo input, string name)
    {
        Term value = input.Type.Kind == ValueKind.Enum
            ? facts.Number(name + ".value", int.MinValue, int.MaxValue)
            : facts.Number(name + ".value", input.Type.Min, input.Type.Max);
        Term age = facts.Number(name + ".age", 0, int.MaxValue);
        Term valid = facts.Truth(name + ".valid");
        facts.Assume(pool.Implies(
            valid, pool.And(facts.AtMost(age, pool.Int(input.MaxAge_ms)), IsInRange(input, value))));
        return (Input(value, valid, age, age), new InputView(
            value, valid, pool.And(valid, facts.Equal(age, pool.Int(0))), age));
    }

    /// <summary>An input as <c>CheckedInput</c> keeps it: the age while valid, its complement while not.</summary>
    /// <param name="value">The number.</param>
    /// <param name="valid">Whether it may be used.</param>
    /// <param name="age">Scans since the acceptance where it is valid.</param>
    /// <param name="scans">Scans since the acceptance where it is not.</param>
    public CodeValue Input(Term value, Term valid, Term age, Term scans) => new StructValue([
        KeyValuePair.Create<string, CodeValue>("Value", new ScalarValue(value)),
        KeyValuePair.Create<string, CodeValue>(
            "ageOrComplement_ms",
            new ScalarValue(pool.Choose(valid, age, pool.Add(pool.Negate(scans), -1))))]);

    /// <summary>Whether a number lies in the range of an input: its members, 0 and 1, or the interval.</summary>
    public Term IsInRange(InputInfo input, Term value) => input.Type.Kind switch
    {
        ValueKind.Bool => pool.And(facts.AtMost(pool.Int(0), value), facts.AtMost(value, pool.Int(1))),
        ValueKind.Enum => pool.Or(border.Members(input.Type).Select(id => facts.Equal(value, pool.Int(id)))),
        _ => pool.And(
            facts.AtMost(pool.Int(input.Type.Min), value), facts.AtMost(value, pool.Int(input.Type.Max))),
    };
}
