using SafeBms.Specification.Model;

namespace SafeBms.Specification.Binding;

/// <summary>What a name can stand for in an expression.</summary>
internal enum SymbolKind
{
    /// <summary>A parameter.</summary>
    Parameter,

    /// <summary>A value of a machine's <c>uses</c>.</summary>
    Use,

    /// <summary>Another machine's state, by alias.</summary>
    StateUse,

    /// <summary>A group of inputs.</summary>
    Group,

    /// <summary>An instanced machine, by alias.</summary>
    MachineUse,

    /// <summary>An input signal, in properties.</summary>
    Input,

    /// <summary>An output signal, in properties.</summary>
    Output,

    /// <summary>A variable.</summary>
    Variable,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>A definition.</summary>
    Define,

    /// <summary>An output of the machine itself.</summary>
    OwnOutput,

    /// <summary>The variable of a fold, or <c>member</c>.</summary>
    Member,
}

/// <summary>A name with its meaning.</summary>
internal sealed class Symbol(string name, SymbolKind kind, ExprType type, SourceSpan span)
{
    /// <summary>Name as written in expressions.</summary>
    public string Name { get; } = name;

    /// <summary>Meaning.</summary>
    public SymbolKind Kind { get; } = kind;

    /// <summary>Type; an error type swallows follow-up findings.</summary>
    public ExprType Type { get; } = type;

    /// <summary>Where it is declared.</summary>
    public SourceSpan Span { get; } = span;

    /// <summary>Value before step 0, as <c>previous</c> gives it; null where only a parameter knows.</summary>
    public long? Initial { get; init; } = 0;

    /// <summary>Whether <see cref="Initial"/> counts as valid.</summary>
    public bool InitiallyValid { get; init; } = true;

    /// <summary>How a machine got at it.</summary>
    public UseInfo? Use { get; init; }

    /// <summary>The group, for groups and their members.</summary>
    public GroupInfo? Group { get; init; }

    /// <summary>The machine, for states, instanced machines and their members.</summary>
    public MachineDeclaration? Machine { get; init; }

    /// <summary>Whether some expression reads it.</summary>
    public bool IsRead { get; set; }
}

/// <summary>The names that an expression may use.</summary>
internal sealed class Scope(string owner)
{
    private readonly Dictionary<string, Symbol> symbols = new(StringComparer.Ordinal);

    /// <summary>The machine or file, for messages.</summary>
    public string Owner { get; } = owner;

    /// <summary>The machine whose own names these are; null in properties and constraints.</summary>
    public MachineDeclaration? Machine { get; init; }

    /// <summary>All symbols in order of their declaration.</summary>
    public List<Symbol> Symbols { get; } = [];

    /// <summary>Names that exist but cannot be used yet or here, with the reason.</summary>
    public Dictionary<string, string> Unavailable { get; } = new(StringComparer.Ordinal);

    /// <summary>The meaning of a name, or null.</summary>
    public Symbol? Find(string name) => symbols.TryGetValue(name, out Symbol? symbol) ? symbol : null;

    /// <summary>Adds a name; false if it is taken.</summary>
    public bool Add(Symbol symbol)
    {
        if (symbols.ContainsKey(symbol.Name))
        {
            return false;
        }

        symbols.Add(symbol.Name, symbol);
        Symbols.Add(symbol);
        return true;
    }

    /// <summary>Opens a fold: its variable hides an outer name until <see cref="Close"/>.</summary>
    public Symbol? Open(Symbol variable)
    {
        Symbol? hidden = Find(variable.Name);
        symbols[variable.Name] = variable;
        return hidden;
    }

    /// <summary>Closes a fold.</summary>
    public void Close(string variable, Symbol? hidden)
    {
        if (hidden is null)
        {
            symbols.Remove(variable);
        }
        else
        {
            symbols[variable] = hidden;
        }
    }
}

/// <summary>Where an expression stands, and so what it may contain.</summary>
/// <param name="Where">The place in words, for messages.</param>
/// <param name="AllowTemporal">Whether temporal calls may stand here.</param>
/// <param name="ElapsedState">State whose <c>elapsed</c> this is; -1 where there is none.</param>
/// <param name="AllowOwnState">Whether <c>state</c> may be compared here.</param>
/// <param name="OwnOutputs">Own outputs that have been computed already in step (e).</param>
internal sealed record ExpressionPlace(
    string Where, bool AllowTemporal, int ElapsedState, bool AllowOwnState, IReadOnlyCollection<string> OwnOutputs)
{
    /// <summary>Timers, definitions, properties: temporal calls, nothing of a state.</summary>
    public static ExpressionPlace Step(string where) => new(where, true, -1, true, []);

    /// <summary>Only parameters and literals make sense here.</summary>
    public static ExpressionPlace Constant(string where) => new(where, false, -1, false, []);
}
