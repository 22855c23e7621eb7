using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Specification.DiagnosticCatalogue;

namespace SafeBms.Specification.Binding;

/// <summary>Binds everything in the order in which things depend on each other.</summary>
internal sealed class SpecificationBinder(DiagnosticBag bag)
{
    private readonly BindContext context = new(bag);

    /// <summary>Findings that do not spoil the model; to be reported beside those of the checks.</summary>
    public IReadOnlyList<Diagnostic> Late => context.Late;

    /// <summary>The bound model; null where no system can be made out. Only without errors in the bag is it of any
    /// use.</summary>
    public SpecificationModel? Bind(FileSet files)
    {
        // Without signals nothing else means anything; without the other files their names are taken on trust,
        // because the missing file has been reported.
        if (files.Signals is null)
        {
            return null;
        }

        context.KnowsRequirements = files.Requirements is not null;
        SignalsModel signals = new SignalsBinder(context).Bind(files.Signals);
        ParametersBinder parametersBinder = new(context);
        parametersBinder.BindParameters(files.Parameters, files.Products);
        CheckConfigured(signals.Groups);
        ParametersModel parameters = parametersBinder.BindConstraints(files.Parameters);
        List<ProductInfo> products = BindProducts(parametersBinder, files.Products);
        if (files.Requirements is not null)
        {
            Scope scope = parametersBinder.ParameterScope("requirements.yaml");
            context.Requirements = new RequirementsBinder(context, scope).Bind(files.Requirements);
        }

        foreach ((string file, YamlMapping root) in files.Machines)
        {
            new MachineDeclarer(context).Declare(file, root);
        }

        (string name, List<MachineDeclaration> order, MachineDeclaration? shutdown) = files.System is null
            ? (string.Empty, [.. context.Machines.Values], null)
            : BindSystem(files.System);
        List<MachineInfo> machines = [.. order.Select(machine => new MachineBinder(context, machine).Bind())];
        MachineInfo? last = shutdown is null ? null : new MachineBinder(context, shutdown).Bind();
        PropertiesModel properties = new PropertiesBinder(context).Bind(files.Properties);
        if (files.System is not null && files.Parameters is not null)
        {
            CheckUnread(signals, parameters);
        }

        return last is null
            ? null
            : new SpecificationModel(
                name, signals, parameters, context.Requirements, machines.ToEquatable(), last, properties,
                products.ToEquatable());
    }

    private List<ProductInfo> BindProducts(ParametersBinder binder, List<YamlMapping> roots)
    {
        List<ProductInfo> products = [];
        foreach (YamlMapping root in roots)
        {
            ProductInfo product = binder.BindProduct(root);
            if (products.Exists(other => other.Name == product.Name))
            {
                bag.Report(DuplicateName, product.Span, product.Name, "the products");
            }

            products.Add(product);
        }

        return products;
    }

    private void CheckConfigured(IEnumerable<GroupInfo> groups)
    {
        foreach (GroupInfo group in groups)
        {
            if (!context.Parameters.TryGetValue(group.ConfiguredParameter, out ParameterInfo? parameter))
            {
                bag.Report(
                    UnknownParameter, group.Span, group.ConfiguredParameter,
                    Suggestion.For(group.ConfiguredParameter, context.Parameters.Keys));
            }
            else if (!parameter.Type.IsError()
                && (parameter.Type.Unit != "count" || parameter.Type.Min < 1 || parameter.Type.Max > group.Capacity))
            {
                bag.Report(
                    ConfiguredOutOfCapacity, parameter.Span, parameter.Name, group.Path, group.Capacity,
                    parameter.Type.Min, parameter.Type.Max, parameter.Type.Describe());
            }

            context.Reads.Parameter(group.ConfiguredParameter);
            CheckConfigured(group.Groups);
        }
    }

    private (string Name, List<MachineDeclaration> Order, MachineDeclaration? Shutdown) BindSystem(YamlMapping root)
    {
        MappingReader reader = new(root, "system.yaml", bag);
        string name = reader.Text("system", required: true);
        List<MachineDeclaration> order = [];
        foreach (YamlScalar item in reader.Texts("order", required: true))
        {
            if (Find(item) is not { } machine)
            {
                continue;
            }

            if (machine.Position >= 0)
            {
                bag.Report(DuplicateName, item.Span, item.Value, "the order");
                continue;
            }

            machine.Position = order.Count;
            order.Add(machine);
        }

        YamlScalar? shutdownName = reader.Scalar("shutdown", required: true);
        MachineDeclaration? shutdown = shutdownName is null ? null : Find(shutdownName);
        reader.Finish();
        if (shutdown is not null)
        {
            CheckShutdown(shutdown, shutdownName!.Span);
            shutdown.Position = order.Count;
            shutdown.IsShutdown = true;
        }

        foreach (MachineDeclaration machine in context.Machines.Values.Where(machine => machine.Position < 0))
        {
            bag.Report(MachineNotInOrder, machine.Span, machine.Name);
        }

        return (name, order, shutdown);
    }

    private MachineDeclaration? Find(YamlScalar name)
    {
        if (!context.Machines.TryGetValue(name.Value, out MachineDeclaration? machine))
        {
            bag.Report(UnknownMachine, name.Span, name.Value, Suggestion.For(name.Value, context.Machines.Keys));
        }

        return machine;
    }

    private void CheckShutdown(MachineDeclaration shutdown, SourceSpan span)
    {
        if (shutdown.Position >= 0)
        {
            bag.Report(ShutdownInOrder, span, shutdown.Name);
        }

        bool hasActive = shutdown.Output("active") is { Type: { Kind: ValueKind.Bool, MayBeInvalid: false } };
        if (!hasActive || shutdown.InstanceGroup is not null)
        {
            bag.Report(ShutdownWithoutActive, shutdown.Span, shutdown.Name);
        }
    }

    private void CheckUnread(SignalsModel signals, ParametersModel parameters)
    {
        foreach (InputInfo input in signals.Inputs.Where(input => !context.Reads.HasInput(input.Name)))
        {
            context.Late.Add(UnreadInput.At(input.Span, input.Name));
        }

        foreach (MachineDeclaration machine in context.Machines.Values.Where(machine => machine.Position >= 0))
        {
            foreach (OutputDeclaration output in machine.Outputs.Where(output => IsUnread(machine, output)))
            {
                context.Late.Add(UnreadOutput.At(output.Span, output.Name, machine.Name));
            }
        }

        CheckUnreadMembers(signals.Groups);
        // A parameter whose own declaration is wrong has had its finding; its readers are not bound.
        foreach (ParameterInfo parameter in parameters.Parameters.Where(item =>
            item.Type != Types.Error && !context.Reads.HasParameter(item.Name)))
        {
            context.Late.Add(UnreadParameter.At(parameter.Span, parameter.Name));
        }
    }

    private bool IsUnread(MachineDeclaration machine, OutputDeclaration output) =>
        output.Drives.Length == 0 && !(machine.IsShutdown && output.Name == "active")
        && !context.Reads.HasOutput(machine.Name, output.Name);

    private void CheckUnreadMembers(IEnumerable<GroupInfo> groups)
    {
        foreach (GroupInfo group in groups)
        {
            foreach (InputInfo input in group.Inputs.Where(input =>
                !context.Reads.HasInput($"{group.Path}.{input.Name}")))
            {
                context.Late.Add(UnreadInput.At(input.Span, $"{group.Path}.{input.Name}"));
            }

            CheckUnreadMembers(group.Groups);
        }
    }
}
