namespace SafeBms.Simulation.Scenarios;

/// <summary>
/// A piece of a condition. Every piece is evaluated in every scan, so that those with memory (held, rising, within)
/// see every scan; truth is 1 and 0.
/// </summary>
internal abstract class Node
{
    /// <summary>Evaluates it for one scan.</summary>
    public abstract long Step(INameSpace names);

    /// <summary>True if a value below it is not valid in this scan.</summary>
    public virtual bool Unknown(INameSpace names) => false;

    /// <summary>True if one more scan with the same values gives the same and is remembered the same.</summary>
    public virtual bool IsSettled => true;

    /// <summary>Names that it reads.</summary>
    public virtual void Collect(ICollection<(string Name, int Handle)> into)
    {
    }

    /// <summary>Forgets what it remembers, before a new run.</summary>
    public virtual void Reset()
    {
    }
}

internal sealed class Constant(long value, string unit) : Node
{
    public string Unit { get; } = unit;

    public override long Step(INameSpace names) => value;
}

internal sealed class Reading(string name, NamedValue value) : Node
{
    public NamedValue Value { get; } = value;

    public override long Step(INameSpace names) => names.Read(Value.Handle);

    public override bool Unknown(INameSpace names) => !names.IsValid(Value.Handle);

    public override void Collect(ICollection<(string Name, int Handle)> into) => into.Add((name, Value.Handle));
}

internal sealed class ValidCall(Reading reading) : Node
{
    public override long Step(INameSpace names) => names.IsValid(reading.Value.Handle) ? 1 : 0;

    public override void Collect(ICollection<(string Name, int Handle)> into) => reading.Collect(into);
}

internal abstract class Unary(Node inner) : Node
{
    protected Node Inner { get; } = inner;

    public override bool Unknown(INameSpace names) => Inner.Unknown(names);

    public override bool IsSettled => Inner.IsSettled;

    public override void Collect(ICollection<(string Name, int Handle)> into) => Inner.Collect(into);

    public override void Reset() => Inner.Reset();
}

internal sealed class Not(Node inner) : Unary(inner)
{
    public override long Step(INameSpace names) => Inner.Step(names) == 0 ? 1 : 0;

    public override bool Unknown(INameSpace names) => false;
}

internal sealed class Negative(Node inner) : Unary(inner)
{
    public override long Step(INameSpace names) => -Inner.Step(names);
}

internal sealed class Absolute(Node inner) : Unary(inner)
{
    public override long Step(INameSpace names) => Math.Abs(Inner.Step(names));
}

/// <summary>rising(c) or falling(c); in the first scan neither.</summary>
internal sealed class Edge(Node inner, bool rising) : Unary(inner)
{
    private bool _known;
    private bool _before;
    private bool _edge;

    public override bool IsSettled => _known && !_edge && Inner.IsSettled;

    public override long Step(INameSpace names)
    {
        bool now = Inner.Step(names) != 0;
        _edge = _known && now != _before && now == rising;
        _known = true;
        _before = now;
        return _edge ? 1 : 0;
    }

    public override void Reset()
    {
        base.Reset();
        _known = false;
    }
}

/// <summary>held(c, d): c in this scan and the d scans before.</summary>
internal sealed class Held(Node inner, long duration_ms) : Unary(inner)
{
    private long _count = -1;

    public override bool IsSettled => (_count < 0 || _count >= duration_ms) && Inner.IsSettled;

    public override long Step(INameSpace names)
    {
        _count = Inner.Step(names) != 0 ? Math.Min(_count + 1, duration_ms) : -1;
        return _count >= duration_ms ? 1 : 0;
    }

    public override void Reset()
    {
        base.Reset();
        _count = -1;
    }
}

/// <summary>within(c, d): c in this scan or one of the d scans before.</summary>
internal sealed class Recently(Node inner, long duration_ms) : Unary(inner)
{
    private long _left = -1;

    public override bool IsSettled => (_left < 0 || _left >= duration_ms) && Inner.IsSettled;

    public override long Step(INameSpace names)
    {
        _left = Inner.Step(names) != 0 ? duration_ms : Math.Max(-1, _left - 1);
        return _left >= 0 ? 1 : 0;
    }

    public override void Reset()
    {
        base.Reset();
        _left = -1;
    }
}

internal enum Operation
{
    Implies,
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
}

internal sealed class Binary(Operation operation, Node left, Node right) : Node
{
    public override long Step(INameSpace names)
    {
        long a = left.Step(names);
        long b = right.Step(names);
        if (operation >= Operation.Equal && operation < Operation.Add && (left.Unknown(names) || right.Unknown(names)))
        {
            return 0;
        }

        return operation switch
        {
            Operation.Implies => a == 0 || b != 0 ? 1 : 0,
            Operation.Or => a != 0 || b != 0 ? 1 : 0,
            Operation.And => a != 0 && b != 0 ? 1 : 0,
            Operation.Equal => a == b ? 1 : 0,
            Operation.NotEqual => a != b ? 1 : 0,
            Operation.Less => a < b ? 1 : 0,
            Operation.LessOrEqual => a <= b ? 1 : 0,
            Operation.Greater => a > b ? 1 : 0,
            Operation.GreaterOrEqual => a >= b ? 1 : 0,
            Operation.Add => a + b,
            _ => a - b,
        };
    }

    public override bool IsSettled => left.IsSettled && right.IsSettled;

    public override bool Unknown(INameSpace names) =>
        operation >= Operation.Add && (left.Unknown(names) || right.Unknown(names));

    public override void Collect(ICollection<(string Name, int Handle)> into)
    {
        left.Collect(into);
        right.Collect(into);
    }

    public override void Reset()
    {
        left.Reset();
        right.Reset();
    }
}
