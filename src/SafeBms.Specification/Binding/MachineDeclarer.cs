using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Reads of every machine what others refer to: outputs with their types, states with their ids.</summary>
internal sealed class MachineDeclarer(BindContext context)
{
    private readonly DiagnosticBag bag = context.Bag;
    private readonly ValueReader values = new(context);

    /// <summary>Declares the machine of a file.</summary>
    public void Declare(string file, YamlMapping root)
    {
        MappingReader reader = new(root, $"machine in {file}", bag);
        YamlScalar? name = reader.Scalar("machine", required: true);
        if (name is null || !MappingReader.CheckName(name, bag))
        {
            return;
        }

        if (context.Machines.TryGetValue(name.Value, out MachineDeclaration? other))
        {
            bag.Report(DuplicateName, name.Span, name.Value, $"the machines (it is also in {other.File})");
            return;
        }

        MachineDeclaration machine = new(name.Value, file, root, name.Span);
        context.Machines.Add(machine.Name, machine);
        if (reader.Scalar("instances") is { } instances)
        {
            if (context.Groups.TryGetValue(instances.Value, out GroupInfo? group))
            {
                machine.InstanceGroup = group;
            }
            else
            {
                bag.Report(
                    UnknownGroup, instances.Span, instances.Value,
                    Suggestion.For(instances.Value, context.Groups.Keys));
            }
        }

        foreach (YamlEntry entry in reader.Named("outputs"))
        {
            DeclareOutput(machine, entry);
        }

        if (reader.Has("states"))
        {
            DeclareStates(machine, reader, -1);
            AssignIds(machine);
        }
    }

    private void DeclareOutput(MachineDeclaration machine, YamlEntry entry)
    {
        if (entry.Key.Value == "state")
        {
            bag.Report(ReservedName, entry.Key.Span, "state");
            return;
        }

        if (entry.Value is not YamlMapping mapping)
        {
            bag.Report(
                WrongNode, entry.Value.Span, $"output '{entry.Key.Value}'", "a mapping", entry.Value.Description);
            return;
        }

        MappingReader body = new(mapping, $"output '{entry.Key.Value}'", bag);
        ExprType type = values.Type(body);
        bool optional = body.Flag("optional");
        YamlScalar? formula = body.Scalar("is");
        long? initial = values.Constant(body.Scalar("initial", required: !optional), type, "initial");
        string drives = body.Text("drives");
        body.Text("meaning");
        body.Finish();
        if (formula is null && machine.Root.Find("states") is null)
        {
            bag.Report(BlockOutputNeedsIs, entry.Key.Span, entry.Key.Value, machine.Name);
        }

        machine.Outputs.Add(new OutputDeclaration(
            entry.Key.Value, type.IsError()
                ? type : type.WithValidity(optional), initial ?? Math.Max(type.Min, Math.Min(0, type.Max)),
            drives, formula, entry.Key.Span));
        if (drives.Length > 0)
        {
            CheckDriven(machine, machine.Outputs[machine.Outputs.Count - 1], body.SpanOf("drives"));
        }
    }

    private void CheckDriven(MachineDeclaration machine, OutputDeclaration output, SourceSpan span)
    {
        if (!context.Outputs.TryGetValue(output.Drives, out OutputSignalInfo? signal))
        {
            bag.Report(UnknownOutputSignal, span, output.Drives, Suggestion.For(output.Drives, context.Outputs.Keys));
            return;
        }

        if (machine.InstanceGroup is not null)
        {
            bag.Report(InstanceDrives, span, machine.Name, output.Drives);
        }
        else if (output.Type.MayBeInvalid)
        {
            bag.Report(OptionalDrives, span, output.Name, output.Drives);
        }
        else if (!Types.IsCompatible(output.Type, signal.Type))
        {
            bag.Report(TypeMismatch, span, signal.Type.Describe(), output.Type.Describe());
        }
        else if (output.Type.Kind == ValueKind.Int && (output.Type.Min < signal.Type.Min
            || output.Type.Max > signal.Type.Max))
        {
            bag.Report(
                OverflowPossible, span, $"output '{output.Name}'", output.Type.Min, output.Type.Max,
                $"signal '{signal.Name}'", signal.Type.Min, signal.Type.Max, signal.Type.Unit);
        }
    }

    private void DeclareStates(MachineDeclaration machine, MappingReader owner, int parent)
    {
        List<StateDeclaration> siblings = [];
        foreach (YamlEntry entry in owner.Named("states", required: true))
        {
            if (entry.Value is not YamlMapping mapping)
            {
                bag.Report(
                    WrongNode, entry.Value.Span, $"state '{entry.Key.Value}'", "a mapping", entry.Value.Description);
                continue;
            }

            if (machine.State(entry.Key.Value) is not null)
            {
                bag.Report(DuplicateName, entry.Key.Span, entry.Key.Value, $"the states of machine '{machine.Name}'");
                continue;
            }

            StateDeclaration state = new(entry.Key.Value, machine.States.Count, parent, mapping, entry.Key.Span);
            machine.States.Add(state);
            siblings.Add(state);
            MappingReader body = new(mapping, $"state '{state.Name}'", bag);
            state.IsInitial = body.Flag("initial");
            state.IsFinal = body.Flag("final");
            state.Id = (int)(body.Has("id") ? values.Bounded(body, "id", "count", 0, 255) ?? 0 : -1);
            state.History = body.Choice("history", false, "none", "shallow", "deep") switch
            {
                "shallow" => HistoryKind.Shallow,
                "deep" => HistoryKind.Deep,
                _ => HistoryKind.None,
            };
            if (body.Has("states"))
            {
                state.IsLeaf = false;
                DeclareStates(machine, body, state.Index);
            }
            else if (state.History != HistoryKind.None)
            {
                bag.Report(HistoryOfLeaf, body.SpanOf("history"), state.Name);
            }
        }

        CheckInitial(machine, siblings, owner.SpanOf("states"), parent);
    }

    private void CheckInitial(MachineDeclaration machine, List<StateDeclaration> siblings, SourceSpan span, int parent)
    {
        string place = parent < 0 ? $"machine '{machine.Name}'" : $"state '{machine.States[parent].Name}'";
        List<StateDeclaration> initial = siblings.FindAll(state => state.IsInitial);
        if (initial.Count == 0)
        {
            bag.Report(NoInitialState, span, place);
        }

        foreach (StateDeclaration state in initial.Skip(1))
        {
            bag.Report(SeveralInitialStates, state.Span, place, initial[0].Name, state.Name);
        }
    }

    private void AssignIds(MachineDeclaration machine)
    {
        List<StateDeclaration> without = machine.States.FindAll(state => state.Id < 0);
        if (without.Count == machine.States.Count)
        {
            foreach (StateDeclaration state in machine.States)
            {
                state.Id = state.Index;
            }

            if (machine.States.Count > 256)
            {
                bag.Report(TooManyStates, machine.Span, machine.Name, machine.States.Count);
            }

            return;
        }

        // Only leaves are seen on the interface; a composite state without a number gets one behind all others.
        int next = machine.States.Max(state => state.Id) + 1;
        foreach (StateDeclaration state in without)
        {
            if (state.IsLeaf)
            {
                bag.Report(StateWithoutId, state.Span, state.Name, machine.Name);
            }
            else
            {
                state.Id = next++;
            }
        }

        foreach (IGrouping<int, StateDeclaration> group in machine.States.Where(state =>
            state.Id >= 0).GroupBy(state => state.Id))
        {
            foreach (StateDeclaration state in group.Skip(1))
            {
                bag.Report(
                    DuplicateId, state.Span, state.Id, $"machine '{machine.Name}'", group.First().Name, state.Name);
            }
        }
    }
}
