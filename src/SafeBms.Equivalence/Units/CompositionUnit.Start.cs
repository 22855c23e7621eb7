using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <content>The start, and what is retained.</content>
internal sealed partial class CompositionUnit
{
    private Unit MakeStart()
    {
        Unit unit = new("start", facts);
        StructValue given = (StructValue)Raw.Any(facts, program.Type("ParameterSet"), "given");
        StructValue retained = (StructValue)Raw.Any(facts, program.Type("RetainedData"), "retained");
        Term isKept = facts.Truth("retainedValid");
        Executor executor = new(program, facts, summaries);
        Place state = executor.Add(before);
        Place problem = executor.Add(new ScalarValue(pool.True));
        CodeValue? started = executor.Run(
            program.Method(Core, "TryStart"), state, given, retained, new ScalarValue(isKept), problem);

        List<CodeValue> verdict = summaries.Apply(
            program.Method("ParameterSet", "TryValidate"), [given, new ScalarValue(pool.True)]);
        Term isGood = Scalar(verdict[1]);
        unit.Equal("result", Scalar(started!), isGood);
        unit.Equal("problem", Scalar(executor.Read(problem)), Scalar(verdict[0]));
        unit.Equal("state", executor.Read(state), CodeValue.Merge(
            pool, isGood, Started(given, retained, isKept), before));
        unit.Add(executor.Obligations);
        return unit;
    }

    private StructValue Started(StructValue given, StructValue retained, Term isKept)
    {
        ImmutableDictionary<string, CodeValue> fresh =
            ((StructValue)Shapes.Default(pool, program.Type("CoreState"))).Fields;
        ImmutableDictionary<string, CodeValue> now = fresh.SetItem("Parameters", given).SetItem(
            "Written", new StructValue(model.Signals.Outputs.Select(signal => KeyValuePair.Create<string, CodeValue>(
                Names.Field(signal.Name, signal.Type),
                new ScalarValue(border.Constant(signal.Type, signal.Safe))))));
        foreach (MachineInfo machine in Machines)
        {
            string name = Names.Pascal(machine.Name);
            IMethodSymbol reset = program.Method(Names.Class(machine), "Reset");
            CodeValue At(CodeValue memory, int? index) => Retained(
                machine, (StructValue)summaries.Apply(reset, [given, memory])[0], retained, (isKept, index));
            now = now.SetItem(name, machine.InstanceGroup.Length == 0
                ? At(now[name], null)
                : new ArrayValue([.. ((ArrayValue)now[name]).Items.Select((one, index) => At(one, index))]));
        }

        CodeValue monitor = summaries.Apply(program.Method("Monitors", "Reset"), [given, now["Monitor"]])[0];
        return new StructValue(now.SetItem("Monitor", monitor).SetItem("MonitorBefore", monitor));
    }

    // A retained variable: what was kept if it is there and in range, else what is assumed on loss.
    private StructValue Retained(
        MachineInfo machine, StructValue memory, StructValue retained, (Term IsKept, int? Index) from)
    {
        ImmutableDictionary<string, CodeValue> fields = memory.Fields;
        foreach (VariableInfo variable in machine.Variables.Where(variable => variable.Retain))
        {
            string field = Names.Field(variable.Name, variable.Type);
            CodeValue stored = retained.Fields[Names.Pascal(machine.Name) + field];
            Term kept = Scalar(from.Index is { } index ? ((ArrayValue)stored).Items[index] : stored);
            Term isGood = pool.And(from.IsKept, border.IsInRange(variable.Type, kept));
            fields = fields.SetItem(field, new ScalarValue(
                pool.Choose(isGood, kept, border.Constant(variable.Type, variable.OnLoss))));
        }

        return new StructValue(fields);
    }

    private Unit MakeRetain()
    {
        Unit unit = new("retain", facts);
        Executor executor = new(program, facts, summaries);
        Place retained = executor.Add(Raw.Any(facts, program.Type("RetainedData"), "garbage"));
        executor.Run(program.Method(Core, "Retain"), before, retained);
        Dictionary<string, CodeValue> expected = new(StringComparer.Ordinal);
        foreach (MachineInfo machine in Machines)
        {
            CodeValue memory = before.Fields[Names.Pascal(machine.Name)];
            foreach (VariableInfo variable in machine.Variables.Where(variable => variable.Retain))
            {
                string field = Names.Field(variable.Name, variable.Type);
                CodeValue Of(CodeValue one) => ((StructValue)one).Fields[field];
                expected.Add(Names.Pascal(machine.Name) + field, memory is ArrayValue all
                    ? new ArrayValue([.. all.Items.Select(Of)])
                    : Of(memory));
            }
        }

        unit.Equal("retained", executor.Read(retained), new StructValue(expected));
        unit.Add(executor.Obligations);
        return unit;
    }
}
