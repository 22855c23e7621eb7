using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>A machine: its scan from any memory with any uses and parameters, and its reset.</summary>
internal static class MachineUnit
{
    /// <summary>Executes the code and works the formula out.</summary>
    /// <exception cref="OutsideSubsetException">The code holds something that is not understood.</exception>
    public static Unit Of(CodeProgram program, SpecificationModel model, MachineInfo machine)
    {
        Facts facts = new(new TermPool());
        Border border = new(model, facts);
        CodeRelation relation = new(facts, border);
        Unit unit = new(machine.Name, facts);
        string type = Names.Class(machine);
        UseReadings uses = new(machine, facts, border, relation);
        MachineMemory before = MachineFormula.Any(machine, facts, border, "m.");
        MachineMemory after =
            new MachineFormula(machine, facts, border, uses, uses.Member, before).Scan();

        Executor executor = new(program, facts);
        Place memory = executor.Add(relation.Machine(machine, before));
        executor.Run(program.Method(type, "Scan"), [.. uses.Arguments, relation.Parameters(), memory]);
        unit.Equal("m", executor.Read(memory), relation.Machine(machine, after));
        unit.Add(executor.Obligations);
        StaysInRange(unit, border, machine, after);

        Executor reset = new(program, facts);
        Place fresh = reset.Add(Raw.Any(facts, program.Type(type + "+Memory"), "garbage"));
        reset.Run(program.Method(type, "Reset"), relation.Parameters(), fresh);
        MachineMemory initial = MachineFormula.Initial(machine, facts, border);
        unit.Equal("reset", reset.Read(fresh), relation.Machine(machine, initial));
        unit.Add(reset.Obligations);
        return unit;
    }

    // What is assumed of the memory before a scan must hold after it, or the comparison would speak of too few.
    private static void StaysInRange(Unit unit, Border border, MachineInfo machine, MachineMemory after)
    {
        Facts facts = unit.Facts;
        TermPool pool = facts.Pool;
        foreach (VariableInfo variable in machine.Variables)
        {
            unit.Holds(
                $"range of {variable.Name}", border.IsInRange(variable.Type, after.Variables[variable.Name]));
        }

        foreach (TimerInfo timer in machine.Timers)
        {
            unit.Holds($"range of {timer.Name}", border.IsInRange(timer.Type, after.Timers[timer.Name]));
        }

        foreach (MachineOutputInfo output in machine.Outputs)
        {
            ModelValue value = after.Outputs[output.Name];
            unit.Holds(
                $"range of {output.Name}", pool.Implies(value.Valid, border.IsInRange(output.Type, value.Number)));
        }

        foreach (DetectorInfo detector in machine.Detectors.Where(one => one.Kind == DetectorKind.Previous))
        {
            ModelValue value = after.Detectors[detector.Slot];
            unit.Holds(
                $"range of {detector.Text}",
                pool.Implies(value.Valid, border.IsInRange(detector.Type, value.Number)));
        }
    }
}
