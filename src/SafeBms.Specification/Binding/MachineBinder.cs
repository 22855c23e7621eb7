using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Binds the body of one machine.</summary>
internal sealed partial class MachineBinder
{
    private readonly BindContext context;
    private readonly DiagnosticBag bag;
    private readonly MachineDeclaration machine;
    private readonly ValueReader values;
    private readonly Scope scope;
    private readonly BlockBuilder block;
    private readonly ExpressionBinder binder;
    private readonly List<Symbol> locals = [];

    /// <summary>Prepares a machine whose outputs and states are declared.</summary>
    public MachineBinder(BindContext context, MachineDeclaration machine)
    {
        this.context = context;
        this.machine = machine;
        bag = context.Bag;
        values = new ValueReader(context);
        scope = new Scope($"machine '{machine.Name}'") { Machine = machine };
        block = new BlockBuilder(context.Printer);
        binder = new ExpressionBinder(context, scope, block);
    }

    /// <summary>The bound machine; faulty parts are placeholders, and the findings say so.</summary>
    public MachineInfo Bind()
    {
        MappingReader reader = new(machine.Root, $"machine '{machine.Name}'", bag);
        reader.Node("machine");
        reader.Node("instances");
        reader.Node("outputs");
        string purpose = reader.Text("purpose", required: true);
        EquatableArray<string> hazards = Hazards(reader);
        if (machine.InstanceGroup is not null)
        {
            scope.Add(new Symbol("member", SymbolKind.Member, ExprType.Bool, machine.Span) { Group =
                machine.InstanceGroup });
        }

        List<UseInfo> uses = new UsesBinder(context, machine, scope).Bind(reader);
        List<string> parameters = BindParameters(reader);
        List<VariableInfo> variables = [.. reader.Named("variables").Select(BindVariable).Where(item =>
            item is not null).Select(item => item!)];
        DeclareOutputs();
        List<TimerInfo> timers = BindTimers(reader);
        BindDefines(reader);
        List<StateInfo> states = machine.States.Count > 0 ? BindStates() : [];
        List<MachineOutputInfo> outputs = BindOutputs();
        int corrupt = OnCorrupt(reader);
        reader.Node("states");
        reader.Finish();
        CheckRead();
        ApplyElapsedCaps(states);
        return new MachineInfo(
            machine.Name, machine.File, purpose, hazards, machine.InstanceGroup?.Name ?? string.Empty,
            uses.ToEquatable(), parameters.ToEquatable(), variables.ToEquatable(),
            timers.ToEquatable(), block.Detectors.ToEquatable(),
            block.Steps.ToEquatable(), outputs.ToEquatable(),
            states.ToEquatable(), InitialLeaf(), corrupt, machine.Span);
    }

    private EquatableArray<string> Hazards(MappingReader reader)
    {
        List<string> hazards = [];
        foreach (YamlScalar hazard in reader.Texts("hazards"))
        {
            hazards.Add(hazard.Value);
            context.CheckId(
                UnknownHazard, hazard.Value, hazard.Span, context.Requirements.Hazards.Select(item => item.Id));
        }

        return hazards.ToEquatable();
    }

    private void Declare(Symbol symbol)
    {
        if (!scope.Add(symbol))
        {
            bag.Report(DuplicateName, symbol.Span, symbol.Name, scope.Owner);
            return;
        }

        scope.Unavailable.Remove(symbol.Name);
        locals.Add(symbol);
    }

    private List<string> BindParameters(MappingReader reader)
    {
        List<string> names = [];
        foreach (YamlScalar item in reader.Texts("parameters"))
        {
            if (!context.Parameters.TryGetValue(item.Value, out ParameterInfo? parameter))
            {
                bag.Report(
                    UnknownParameter, item.Span, item.Value, Suggestion.For(item.Value, context.Parameters.Keys));
                scope.Add(new Symbol(item.Value, SymbolKind.Parameter, Types.Error, item.Span));
                continue;
            }

            names.Add(item.Value);
            Declare(new Symbol(item.Value, SymbolKind.Parameter, BindContext.TypeOf(parameter), item.Span)
            {
                Initial = parameter.Default,
            });
        }

        return names;
    }

    private VariableInfo? BindVariable(YamlEntry entry)
    {
        if (entry.Value is not YamlMapping mapping)
        {
            bag.Report(
                WrongNode, entry.Value.Span, $"variable '{entry.Key.Value}'", "a mapping", entry.Value.Description);
            return null;
        }

        MappingReader body = new(mapping, $"variable '{entry.Key.Value}'", bag);
        ExprType type = values.Type(body);
        long initial = values.Constant(body.Scalar("initial", required: true), type, "initial") ?? 0;
        bool retain = body.Flag("retain");
        long? loss = values.Constant(body.Scalar("on_loss"), type, "on_loss");
        if (retain && !body.Has("on_loss"))
        {
            bag.Report(RetainWithoutLoss, entry.Key.Span, entry.Key.Value);
        }

        if (!retain && body.Has("on_loss"))
        {
            bag.Report(LossWithoutRetain, body.SpanOf("on_loss"), entry.Key.Value);
        }

        body.Text("meaning");
        body.Finish();
        Declare(new Symbol(entry.Key.Value, SymbolKind.Variable, type, entry.Key.Span) { Initial = initial });
        return new VariableInfo(
            entry.Key.Value, type, initial, retain, retain ? loss ?? initial : initial, entry.Key.Span);
    }

    private void DeclareOutputs()
    {
        foreach (OutputDeclaration output in machine.Outputs)
        {
            Symbol symbol = new(output.Name, SymbolKind.OwnOutput, output.Type, output.Span)
            {
                Initial = output.Initial, InitiallyValid = !output.Type.MayBeInvalid,
            };
            if (!scope.Add(symbol))
            {
                bag.Report(DuplicateName, output.Span, output.Name, scope.Owner);
            }
        }
    }

    private List<TimerInfo> BindTimers(MappingReader reader)
    {
        List<YamlEntry> entries = [.. reader.Named("timers")];
        foreach (YamlEntry entry in entries)
        {
            scope.Unavailable[entry.Key.Value] = "it is a timer that is declared further down";
        }

        foreach (YamlEntry entry in reader.Mapping("define")?.Entries ?? [])
        {
            scope.Unavailable[entry.Key.Value] =
                "it is a definition, and timers advance before definitions are evaluated";
        }

        List<TimerInfo> timers = [];
        foreach (YamlEntry entry in entries)
        {
            if (entry.Value is YamlMapping mapping)
            {
                timers.Add(BindTimer(entry, new MappingReader(mapping, $"timer '{entry.Key.Value}'", bag)));
            }
            else
            {
                bag.Report(
                    WrongNode, entry.Value.Span, $"timer '{entry.Key.Value}'", "a mapping", entry.Value.Description);
            }
        }

        return timers;
    }

    private TimerInfo BindTimer(YamlEntry entry, MappingReader body)
    {
        string name = entry.Key.Value;
        ExpressionPlace place = ExpressionPlace.Step($"timer '{name}'");
        YamlScalar? runsText = body.Scalar("runs", required: true);
        YamlScalar? resetsText = body.Scalar("resets");
        YamlScalar? limitText = body.Scalar("limit", required: true);
        bool atLimit = body.Choice("initial", false, "0", "limit") == "limit";
        body.Text("meaning");
        body.Finish();
        Expr runs = runsText is null ? Types.ErrorAt(entry.Key.Span) : binder.BindCondition(runsText, place);
        Expr resets = resetsText is not null
            ? binder.BindCondition(resetsText, place)
            : new Unary(UnaryOperator.Not, runs, ExprType.Bool, runs.Span);
        Expr limit = limitText is null ? Types.ErrorAt(entry.Key.Span) : binder.Bind(limitText, place);
        bool isTime = limit.Type is { Kind: ValueKind.Int, Unit: "ms" } && ExpressionBinder.IsConstant(limit);
        if (!limit.IsError() && (!isTime || limit.Type.Min < 1 || limit.Type.Max > int.MaxValue))
        {
            bag.Report(TimerLimit, limitText!.Span, name);
            limit = Types.ErrorAt(limitText.Span);
        }

        ExprType type = limit.IsError() ? Types.Error : ExprType.Int("ms", 0, limit.Type.Max);
        TimerInfo timer = new(name, runs, resets, limit, atLimit, type, entry.Key.Span);
        Declare(new Symbol(name, SymbolKind.Timer, type, entry.Key.Span)
        {
            Initial = !atLimit ? 0 : limit.Type.Min == limit.Type.Max ? limit.Type.Max : null,
        });
        block.Steps.Add(new TimerStep(timer));
        return timer;
    }

    private void BindDefines(MappingReader reader)
    {
        List<YamlEntry> entries = [.. reader.Named("define")];
        foreach (YamlEntry entry in entries)
        {
            scope.Unavailable[entry.Key.Value] = "it is a definition that stands further down";
        }

        foreach (YamlEntry entry in entries)
        {
            if (entry.Value is not YamlScalar scalar)
            {
                bag.Report(
                    WrongNode, entry.Value.Span, $"definition '{entry.Key.Value}'", "an expression",
                    entry.Value.Description);
                continue;
            }

            Expr value = binder.Bind(scalar, ExpressionPlace.Step($"definition '{entry.Key.Value}'"));
            Declare(new Symbol(entry.Key.Value, SymbolKind.Define, value.Type, entry.Key.Span));
            block.Steps.Add(new DefineStep(entry.Key.Value, value, scalar.Value, entry.Key.Span));
        }
    }

    private void CheckRead()
    {
        foreach (Symbol symbol in scope.Symbols)
        {
            DiagnosticDescriptor? rule = symbol.Kind switch
            {
                SymbolKind.Use or SymbolKind.StateUse or SymbolKind.Group or SymbolKind.MachineUse => UnreadUse,
                SymbolKind.Parameter => UnreadListedParameter,
                SymbolKind.Variable => UnreadVariable,
                SymbolKind.Timer => UnreadTimer,
                SymbolKind.Define => UnreadDefine,
                _ => null,
            };
            if (rule is not null && !symbol.IsRead && !symbol.Type.IsError())
            {
                context.Late.Add(rule.At(symbol.Span, symbol.Name, scope.Owner));
            }
        }
    }
}
