namespace SafeBms.Specification.Model;

/// <summary>An enumeration with stable ids.</summary>
public sealed record EnumInfo(string Name, EquatableArray<EnumMember> Members, SourceSpan Span);

/// <summary>A member of an enumeration.</summary>
public sealed record EnumMember(string Name, int Id);

/// <summary>An input signal, or an input of a group's member.</summary>
/// <param name="Name">Name within its group.</param>
/// <param name="Type">Kind, unit and declared range.</param>
/// <param name="Clamp">Out-of-range values are clamped instead of being invalid.</param>
/// <param name="Safe">The value that stands for "unknown" where one is needed.</param>
/// <param name="Period_ms">Declared period of the source.</param>
/// <param name="MaxAge_ms">Older than this is invalid.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record InputInfo(
    string Name, ExprType Type, bool Clamp, long Safe, int Period_ms, int MaxAge_ms, string Meaning, SourceSpan Span);

/// <summary>A group of like inputs.</summary>
/// <param name="Name">Own name (<c>cell</c>).</param>
/// <param name="Path">Full path (<c>battery.cell</c>).</param>
/// <param name="Capacity">Fixed size of the array.</param>
/// <param name="ConfiguredParameter">Parameter that says how many members exist.</param>
/// <param name="Inputs">Inputs of a member.</param>
/// <param name="Groups">Nested groups.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record GroupInfo(
    string Name,
    string Path,
    int Capacity,
    string ConfiguredParameter,
    EquatableArray<InputInfo> Inputs,
    EquatableArray<GroupInfo> Groups,
    SourceSpan Span);

/// <summary>An output signal of the system.</summary>
public sealed record OutputSignalInfo(string Name, ExprType Type, long Safe, string Meaning, SourceSpan Span);

/// <summary>The I/O dictionary.</summary>
public sealed record SignalsModel(
    EquatableArray<EnumInfo> Enums,
    EquatableArray<InputInfo> Inputs,
    EquatableArray<GroupInfo> Groups,
    EquatableArray<OutputSignalInfo> Outputs);

/// <summary>A parameter.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Kind, unit and declared range.</param>
/// <param name="Default">Default value.</param>
/// <param name="Configurable">Declared <c>configurable</c>: an integrator may set it.</param>
/// <param name="PerProduct">Some product overrides it.</param>
/// <param name="Source">Where the number comes from.</param>
/// <param name="Tolerance">Change that is of no consequence, with the reason.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record ParameterInfo(
    string Name,
    ExprType Type,
    long Default,
    bool Configurable,
    bool PerProduct,
    string Source,
    string Tolerance,
    string Meaning,
    SourceSpan Span)
{
    /// <summary>Emitted as a constant: neither configurable nor different between products.</summary>
    public bool IsConstant => !Configurable && !PerProduct;
}

/// <summary>A condition over parameters that must hold before the first scan.</summary>
public sealed record ConstraintInfo(string Name, Expr Condition, string Because, SourceSpan Span);

/// <summary>The parameters and what must hold among them.</summary>
public sealed record ParametersModel(
    EquatableArray<ParameterInfo> Parameters, EquatableArray<ConstraintInfo> Constraints);
