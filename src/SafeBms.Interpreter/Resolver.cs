using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>Where the names of one machine instance, or of the properties, lead to.</summary>
internal interface IScope
{
    /// <summary>The node of a reference by name; <see cref="Resolver"/> itself knows folds and operators.</summary>
    Node Find(Expr reference);

    /// <summary>The cursor that the implicit variable <c>member</c> stands for; null outside of instanced
    /// machines.</summary>
    Cursor? Member { get; }

    /// <summary>The group over which <see cref="Member"/> runs.</summary>
    string MemberGroup { get; }
}

/// <summary>Turns bound expressions into nodes: every name becomes a place, once and for all.</summary>
internal sealed class Resolver(World world, IScope scope)
{
    private readonly Stack<FoldVariable> variables = new();

    private sealed record FoldVariable(string Name, FoldSource Source, Cursor Cursor);

    public Node Resolve(Expr expression) => expression switch
    {
        Literal literal => new ConstantNode(literal.Value),
        ParameterRef parameter => new SlotNode(world.Parameter(parameter.Name)),
        MemberRef member => ResolveMember(member),
        Unary unary => new UnaryNode(unary.Operator, Resolve(unary.Operand)),
        Binary binary => new BinaryNode(binary.Operator, Resolve(binary.Left), Resolve(binary.Right)),
        Choose choose => new ChooseNode(Resolve(choose.Condition), Resolve(choose.WhenTrue), Resolve(choose.WhenFalse)),
        ElseDefault otherwise => new ElseNode(Resolve(otherwise.Operand), otherwise.WhenInvalid),
        IsValid valid => new IsValidNode(Resolve(valid.Operand)),
        IsNewSample sample => new IsNewSampleNode(ResolveInput(sample.Input)),
        AgeOf age => new AgeNode(ResolveInput(age.Input)),
        Fold fold => ResolveFold(fold),
        _ => scope.Find(expression),
    };

    public Node? ResolveOptional(Expr? expression) => expression is null ? null : Resolve(expression);

    public Detector ResolveDetector(DetectorInfo info, Slot result) => Detector.Create(
        info, result, Resolve(info.Operand), ResolveOptional(info.Second), ResolveOptional(info.Amount));

    private InputNode ResolveInput(Expr input) => Resolve(input) as InputNode
        ?? throw new NotSupportedException($"{input.Span}: age and new_sample need an input");

    private Node ResolveMember(MemberRef member)
    {
        (FoldSource source, Cursor cursor) = FindVariable(member.Variable);
        return source.Kind == FoldSourceKind.Group
            ? new MemberInputNode(world.GroupInput(source.Name, member.Field), cursor)
            : new MemberSlotNode(
                world.MachineField(source.Name, member.Field), cursor, source.Kind == FoldSourceKind.PreviousMachine);
    }

    private (FoldSource Source, Cursor Cursor) FindVariable(string name)
    {
        foreach (FoldVariable variable in variables)
        {
            if (variable.Name == name)
            {
                return (variable.Source, variable.Cursor);
            }
        }

        if (name == "member" && scope.Member is not null)
        {
            return (new FoldSource(FoldSourceKind.Group, scope.MemberGroup, string.Empty), scope.Member);
        }

        throw new NotSupportedException($"there is no fold variable '{name}'");
    }

    private FoldNode ResolveFold(Fold fold)
    {
        FoldSource source = fold.Source;
        Cursor? outer = source.Outer.Length == 0 ? null : FindVariable(source.Outer).Cursor;
        GroupInfo group = world.Group(
            source.Kind == FoldSourceKind.Group ? source.Name : world.InstanceGroup(source.Name));
        Cursor cursor = new();
        variables.Push(new FoldVariable(fold.Variable, source, cursor));
        Node body = Resolve(fold.Body);
        variables.Pop();
        return new FoldNode(
            fold.Kind, cursor, outer, group.Capacity, world.Parameter(group.ConfiguredParameter), body);
    }
}
