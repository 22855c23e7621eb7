using SafeBms.Specification.Expressions;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Binds the <c>uses</c> of a machine: the only things of the outside that it can read.</summary>
internal sealed class UsesBinder(BindContext context, MachineDeclaration machine, Scope scope)
{
    private readonly DiagnosticBag bag = context.Bag;

    /// <summary>Reads all uses and adds their aliases to the scope; a faulty one becomes an alias that swallows
    /// follow-ups.</summary>
    public List<UseInfo> Bind(MappingReader reader)
    {
        List<UseInfo> uses = [];
        foreach (YamlEntry entry in reader.Named("uses"))
        {
            Symbol? symbol = null;
            if (entry.Value is YamlScalar scalar && ExpressionParser.Parse(scalar, bag) is { } source)
            {
                symbol = BindUse(entry.Key, scalar, source);
            }
            else if (entry.Value is not YamlScalar)
            {
                bag.Report(WrongNode, entry.Value.Span, $"use '{entry.Key.Value}'", "a text", entry.Value.Description);
            }

            if (symbol?.Use is not null)
            {
                uses.Add(symbol.Use);
            }

            scope.Add(symbol ?? new Symbol(entry.Key.Value, SymbolKind.Use, Types.Error, entry.Key.Span));
        }

        return uses;
    }

    private Symbol? BindUse(YamlScalar alias, YamlScalar scalar, ExpressionSyntax source)
    {
        bool previous = source is CallSyntax { Function: "previous", Arguments.Count: 1 };
        ExpressionSyntax inner = source is CallSyntax call && previous ? call.Arguments[0] : source;
        switch (inner)
        {
            case NameSyntax { Name: "violation" } when !previous:
                return Violation(alias, scalar);
            case NameSyntax name when context.Machines.TryGetValue(name.Name, out MachineDeclaration? other)
                && other.InstanceGroup is not null && !context.Groups.ContainsKey(name.Name):
                return Instances(alias, scalar, other, previous);
            case NameSyntax name:
                return previous ? Written(alias, scalar, name.Name) : Signal(alias, scalar, name.Name);
            case FieldSyntax field:
                return OfMachine(alias, scalar, field, previous);
            default:
                bag.Report(InvalidUse, scalar.Span, scalar.Value);
                return null;
        }
    }

    private Symbol? Violation(YamlScalar alias, YamlScalar scalar)
    {
        // Without an order nobody knows which one the shutdown machine is; that has been reported.
        if (!machine.IsShutdown && machine.Position >= 0)
        {
            bag.Report(ViolationHere, scalar.Span, machine.Name);
            return null;
        }

        UseInfo use = new(alias.Value, UseKind.Violation, "violation", string.Empty, ExprType.Bool, alias.Span);
        return new Symbol(alias.Value, SymbolKind.Use, ExprType.Bool, alias.Span) { Use = use };
    }

    private Symbol Instances(YamlScalar alias, YamlScalar scalar, MachineDeclaration other, bool previous)
    {
        CheckOrder(scalar, other, previous);
        UseKind kind = previous ? UseKind.PreviousMachine : UseKind.Machine;
        UseInfo use = new(alias.Value, kind, other.Name, string.Empty, ExprType.Bool, alias.Span);
        return new Symbol(alias.Value, SymbolKind.MachineUse, ExprType.Bool, alias.Span) { Use = use, Machine = other };
    }

    private Symbol? Signal(YamlScalar alias, YamlScalar scalar, string name)
    {
        if (context.Inputs.TryGetValue(name, out InputInfo? input))
        {
            context.Reads.Input(name);
            UseInfo use = new(alias.Value, UseKind.Input, name, string.Empty, input.Type, alias.Span);
            return new Symbol(alias.Value, SymbolKind.Use, input.Type, alias.Span)
            {
                Use = use, Initial = input.Safe, InitiallyValid = false,
            };
        }

        if (context.Groups.TryGetValue(name, out GroupInfo? group))
        {
            UseInfo use = new(alias.Value, UseKind.Group, name, string.Empty, ExprType.Bool, alias.Span);
            return new Symbol(alias.Value, SymbolKind.Group, ExprType.Bool, alias.Span) { Use = use, Group = group };
        }

        if (context.Outputs.ContainsKey(name))
        {
            bag.Report(OutputSignalNeedsPrevious, scalar.Span, name);
        }
        else if (context.Machines.TryGetValue(name, out MachineDeclaration? other))
        {
            bag.Report(MachineNeedsField, scalar.Span, name, other.Outputs.FirstOrDefault()?.Name ?? "state");
        }
        else if (context.Parameters.ContainsKey(name))
        {
            bag.Report(ParameterInUses, scalar.Span, name);
        }
        else
        {
            bag.Report(UnknownSignal, scalar.Span, name, Suggestion.For(name, context.Inputs.Keys
                .Concat(context.Groups.Keys).Concat(context.Outputs.Keys).Concat(context.Machines.Keys)));
        }

        return null;
    }

    private Symbol? Written(YamlScalar alias, YamlScalar scalar, string name)
    {
        if (context.Outputs.TryGetValue(name, out OutputSignalInfo? signal))
        {
            UseInfo use = new(alias.Value, UseKind.PreviousWritten, name, string.Empty, signal.Type, alias.Span);
            return new Symbol(alias.Value, SymbolKind.Use, signal.Type, alias.Span) { Use =
                use, Initial = signal.Safe };
        }

        if (context.Inputs.ContainsKey(name) || context.Groups.ContainsKey(name))
        {
            bag.Report(PreviousOfInput, scalar.Span, name, alias.Value);
        }
        else
        {
            bag.Report(
                UnknownSignal, scalar.Span, name,
                Suggestion.For(name, context.Outputs.Keys.Concat(context.Machines.Keys)));
        }

        return null;
    }

    private Symbol? OfMachine(YamlScalar alias, YamlScalar scalar, FieldSyntax field, bool previous)
    {
        if (!context.Machines.TryGetValue(field.Owner, out MachineDeclaration? other))
        {
            bag.Report(UnknownMachine, scalar.Span, field.Owner, Suggestion.For(field.Owner, context.Machines.Keys));
            return null;
        }

        if (other.InstanceGroup is not null)
        {
            bag.Report(InstancedNeedsFold, scalar.Span, other.Name, field.Field);
            return null;
        }

        CheckOrder(scalar, other, previous);
        if (field.Field == "state" && other.States.Count > 0)
        {
            UseKind kind = previous ? UseKind.PreviousMachineState : UseKind.MachineState;
            ExprType type = Types.StateOf(other.Name);
            UseInfo use = new(alias.Value, kind, other.Name, string.Empty, type, alias.Span);
            return new Symbol(alias.Value, SymbolKind.StateUse, type, alias.Span) { Use = use, Machine = other };
        }

        OutputDeclaration? output = other.Output(field.Field);
        if (output is null)
        {
            bag.Report(
                UnknownOutput, scalar.Span, field.Field, other.Name,
                Suggestion.For(field.Field, other.Outputs.Select(item => item.Name).Concat(["state"])));
            return null;
        }

        context.Reads.Output(other.Name, output.Name);
        UseInfo value = new(
            alias.Value, previous
                ? UseKind.PreviousMachineOutput
                    : UseKind.MachineOutput, other.Name, output.Name, output.Type, alias.Span);
        return new Symbol(alias.Value, SymbolKind.Use, output.Type, alias.Span)
        {
            Use = value, Initial = output.Initial, InitiallyValid = !output.Type.MayBeInvalid,
        };
    }

    private void CheckOrder(YamlScalar scalar, MachineDeclaration other, bool previous)
    {
        bool later = machine.Position >= 0 && other.Position >= 0 && other.Position >= machine.Position;
        if (later && !previous)
        {
            bag.Report(CyclicWiring, scalar.Span, machine.Name, scalar.Value, other.Name);
        }
    }
}
