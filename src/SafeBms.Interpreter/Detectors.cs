using SafeBms.Specification.Model;

namespace SafeBms.Interpreter;

/// <summary>A temporal call: advanced once in every scan, its result read any number of times.</summary>
internal abstract class Detector
{
    /// <summary>The result in this scan. Others may hold the slot before the detector itself exists.</summary>
    public Slot Result { get; private set; } = new();

    /// <summary>Memory as before step 0.</summary>
    public abstract void Reset();

    public abstract void Advance();

    /// <summary>The memory that <see cref="Advance"/> reads and changes, to go back by one scan.</summary>
    protected abstract Value Memory { get; set; }

    /// <summary>What is remembered between scans, for tools that begin at any memory.</summary>
    public Value Remembered
    {
        get => Memory;
        set => Memory = value;
    }

    private Value saved;
    private Value savedResult;

    /// <summary>Remembers the memory.</summary>
    public void Save()
    {
        saved = Memory;
        savedResult = Result.Now;
    }

    /// <summary>Goes back to the remembered memory.</summary>
    public void Restore()
    {
        Memory = saved;
        Result.Now = savedResult;
    }

    public static Detector Create(DetectorInfo info, Slot result, Node operand, Node? second, Node? amount)
    {
        Value initial = new(info.Initial, info.Kind != DetectorKind.Previous || info.InitiallyValid);
        Detector detector = info.Kind switch
        {
            DetectorKind.Previous => new PreviousDetector(operand, initial),
            DetectorKind.Rising => new EdgeDetector(operand, initial, rising: true),
            DetectorKind.Falling => new EdgeDetector(operand, initial, rising: false),
            DetectorKind.Held => new HeldDetector(operand, amount!, trueBefore: false),
            DetectorKind.HeldOrInitially => new HeldDetector(operand, amount!, trueBefore: true),
            DetectorKind.Within => new WithinDetector(operand, amount!),
            DetectorKind.Since => new SinceDetector(operand, second!),
            DetectorKind.Once => new SinceDetector(new ConstantNode(1), operand),
            DetectorKind.Confirmed => new ConfirmedDetector(operand, (InputNode)second!, amount!),
            DetectorKind.LeadsTo => new LeadsToDetector(operand, second!, amount!),
            _ => throw new InvalidOperationException($"unknown temporal call {info.Text}"),
        };
        detector.Result = result;
        return detector;
    }
}

internal sealed class PreviousDetector(Node operand, Value initial) : Detector
{
    protected override Value Memory { get; set; }

    public override void Reset() => (Memory, Result.Now) = (initial, initial);

    public override void Advance()
    {
        Result.Now = Memory;
        Memory = operand.Evaluate();
    }
}

internal sealed class EdgeDetector(Node operand, Value initial, bool rising) : Detector
{
    protected override Value Memory { get; set; }

    public override void Reset() => (Memory, Result.Now) = (initial, Value.Of(false));

    public override void Advance()
    {
        bool before = Memory.IsTrue;
        bool now = operand.IsTrue();
        Memory = Value.Of(now);
        Result.Now = Value.Of(rising ? now && !before : before && !now);
    }
}

/// <summary>Remembers for how many consecutive scans, this one included, the operand has been true.</summary>
internal sealed class HeldDetector(Node operand, Node duration, bool trueBefore) : Detector
{
    // As if it had been true for ever before step 0; far below overflow.
    private const long ForEver = long.MaxValue / 2;

    protected override Value Memory { get; set; }

    public override void Reset() => (Memory, Result.Now) = (Value.Of(trueBefore ? ForEver : 0), Value.Of(trueBefore));

    public override void Advance()
    {
        long samples = operand.IsTrue() ? Memory.Number + 1 : 0;
        Memory = Value.Of(samples);

        // d ms from the first true sample to the last are d + 1 samples.
        Result.Now = Value.Of(samples >= duration.Evaluate().Number + 1);
    }
}

/// <summary>Remembers how many scans ago the operand was true; invalid stands for never.</summary>
internal sealed class WithinDetector(Node operand, Node duration) : Detector
{
    protected override Value Memory { get; set; }

    public override void Reset() => (Memory, Result.Now) = (default, Value.Of(false));

    public override void Advance()
    {
        if (operand.IsTrue())
        {
            Memory = Value.Of(0);
        }
        else if (Memory.IsValid)
        {
            Memory = Value.Of(Memory.Number + 1);
        }

        Result.Now = Value.Of(Memory.IsValid && Memory.Number <= duration.Evaluate().Number);
    }
}

internal sealed class SinceDetector(Node holds, Node happened) : Detector
{
    protected override Value Memory { get; set; }

    public override void Reset() => (Memory, Result.Now) = (Value.Of(false), Value.Of(false));

    public override void Advance()
    {
        bool still = Memory.IsTrue && holds.IsTrue();
        Memory = Value.Of(happened.IsTrue() || still);
        Result.Now = Memory;
    }
}

/// <summary>Remembers how many consecutive new samples found the operand true; other scans change nothing.</summary>
internal sealed class ConfirmedDetector(Node operand, InputNode input, Node samples) : Detector
{
    protected override Value Memory { get; set; }

    public override void Reset() => (Memory, Result.Now) = (Value.Of(0), Value.Of(false));

    public override void Advance()
    {
        if (input.Find().IsNew)
        {
            Memory = Value.Of(operand.IsTrue() ? Memory.Number + 1 : 0);
        }

        Result.Now = Value.Of(Memory.Number >= samples.Evaluate().Number);
    }
}

/// <summary>Remembers for how many scans an obligation has been open; invalid stands for none open.</summary>
internal sealed class LeadsToDetector(Node cause, Node response, Node duration) : Detector
{
    protected override Value Memory { get; set; }

    public override void Reset() => (Memory, Result.Now) = (default, Value.Of(true));

    public override void Advance()
    {
        if (response.IsTrue())
        {
            Memory = default;
        }
        else if (Memory.IsValid)
        {
            Memory = Value.Of(Memory.Number + 1);
        }
        else if (cause.IsTrue())
        {
            Memory = Value.Of(0);
        }

        Result.Now = Value.Of(!Memory.IsValid || Memory.Number <= duration.Evaluate().Number);
    }
}
