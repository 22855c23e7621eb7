using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit;

/// <summary>All that an emitter needs to know beyond the element it emits; small and compared by value, so that a
/// change elsewhere does not emit a machine again.</summary>
public sealed record EmitContext(
    EquatableArray<ParameterShape> Parameters,
    EquatableArray<GroupShape> Groups,
    EquatableArray<EnumInfo> Enums,
    EquatableArray<InstancedShape> InstancedMachines,
    EquatableArray<Fold> MemberFolds)
{
    /// <summary>The context of a specification.</summary>
    public static EmitContext Of(SpecificationModel model) => new(
        new(model.Parameters.Parameters.Select(p => new ParameterShape(p.Name, p.Type, p.IsConstant))),
        new(model.Signals.Groups.SelectMany(GroupShape.Of)),
        new(model.Signals.Enums.Select(e => e with { Span = default })),
        new(model.Machines.Where(m => m.InstanceGroup.Length > 0).Select(
            m => new InstancedShape(m.Name, m.InstanceGroup))),
        new(Emit.MemberFolds.Of(model)));

    /// <summary>A group by its path.</summary>
    internal GroupShape Group(string path) => Groups.First(group => group.Path == path);

    /// <summary>The group whose members an instanced machine has one instance for.</summary>
    internal GroupShape GroupOfMachine(string machine) => Group(InstancedMachines.First(m => m.Name == machine).Group);

    /// <summary>C# type in which a parameter is kept.</summary>
    internal string ParameterType(string name) => CsType.Of(Parameter(name).Type);

    /// <summary>A parameter as a C# expression inside of code that has the parameter set at hand as <c>p</c>.</summary>
    internal string ParameterText(string name)
    {
        ParameterShape parameter = Parameter(name);
        return (parameter.IsConstant ? "Constants." : "p.") + Naming.Pascal(name, parameter.Type.Unit);
    }

    /// <summary>A member of an enumeration as C#; a machine's states by number, with the type they are passed
    /// in.</summary>
    internal string EnumText(string enumName, long id)
    {
        EnumMember? member = Enums.FirstOrDefault(e => e.Name == enumName)?.Members.FirstOrDefault(m => m.Id == id);
        return member is null ? CsType.Number(id) : Naming.Pascal(enumName) + "." + Naming.Pascal(member.Name);
    }

    private ParameterShape Parameter(string name) => Parameters.First(parameter => parameter.Name == name);
}

/// <summary>What code that reads a parameter must know of it.</summary>
public sealed record ParameterShape(string Name, ExprType Type, bool IsConstant);

/// <summary>What code that walks a group must know of it.</summary>
public sealed record GroupShape(string Path, int Capacity, string ConfiguredParameter)
{
    /// <summary>A group and the groups inside of it.</summary>
    internal static IEnumerable<GroupShape> Of(GroupInfo group) =>
        [new GroupShape(group.Path, group.Capacity, group.ConfiguredParameter), .. group.Groups.SelectMany(Of)];
}

/// <summary>A machine that exists once a member of a group.</summary>
public sealed record InstancedShape(string Name, string Group);
