using System.Collections.Immutable;
using SafeBms.Equivalence.Code;
using SafeBms.Equivalence.Formula;
using SafeBms.Equivalence.Terms;
using SafeBms.Proof.Terms;
using SafeBms.Specification.Model;

namespace SafeBms.Equivalence.Units;

/// <summary>The online monitors and the witnesses beside them: memory, bits and flags after any scan.</summary>
internal sealed class PropertyUnits
{
    private const int WordBits = 64;
    private readonly CodeProgram program;
    private readonly PropertiesModel properties;
    private readonly Facts facts;
    private readonly TermPool pool;
    private readonly Border border;
    private readonly CodeRelation relation;
    private readonly ExpressionFormula parameters;
    private readonly SignalReadings signals;

    private PropertyUnits(CodeProgram program, SpecificationModel model)
    {
        this.program = program;
        properties = model.Properties;
        pool = new TermPool();
        facts = new Facts(pool);
        border = new Border(model, facts);
        relation = new CodeRelation(facts, border);
        parameters = new AnyMembers(facts, border, relation).Parameters();
        signals = new SignalReadings(facts, border, relation);
    }

    /// <summary>The monitors.</summary>
    public static Unit Monitors(CodeProgram program, SpecificationModel model) =>
        new PropertyUnits(program, model).MakeMonitors();

    /// <summary>The witnesses.</summary>
    public static Unit Witnesses(CodeProgram program, SpecificationModel model) =>
        new PropertyUnits(program, model).MakeWitnesses();

    private Unit MakeMonitors()
    {
        Unit unit = new("monitors", facts);
        (Dictionary<int, ModelValue> before, PropertyFormula formula, Dictionary<int, ModelValue> after) =
            Advance(properties.Monitor);
        Executor executor = new(program, facts);
        Place memory = executor.Add(Memory(properties.Monitor, before));
        Place failed = executor.Add(Raw.Any(facts, program.Type("Monitors+Bits"), "garbage"));
        executor.Run(
            program.Method("Monitors", "Step"), signals.Validity, signals.Outputs, relation.Parameters(), memory,
            failed);
        unit.Equal("m", executor.Read(memory), Memory(properties.Monitor, after));
        CompareBits(unit, formula, (ArrayValue)executor.Read(failed));
        unit.Add(executor.Obligations);
        Reset(unit, "Monitors", properties.Monitor, []);
        return unit;
    }

    private Unit MakeWitnesses()
    {
        Unit unit = new("witnesses", facts);
        (Dictionary<int, ModelValue> before, PropertyFormula formula, Dictionary<int, ModelValue> after) =
            Advance(properties.Witness);
        ArrayValue flags = (ArrayValue)Raw.Any(facts, program.Type("Witness+SeenFlags"), "seen");
        Executor executor = new(program, facts);
        Place memory = executor.Add(Memory(properties.Witness, before, ("Flags", flags)));
        executor.Run(
            program.Method("Witness", "Step", 4), signals.Validity, signals.Outputs, relation.Parameters(), memory);
        ArrayValue seen = new([.. flags.Items.Select((flag, index) => index >= properties.Witnesses.Count
            ? flag
            : new ScalarValue(pool.Or(
                ((ScalarValue)flag).Term, formula.Holds(properties.Witnesses[index].Condition))))]);
        unit.Equal("m", executor.Read(memory), Memory(properties.Witness, after, ("Flags", seen)));
        unit.Add(executor.Obligations);
        ArrayValue none = (ArrayValue)Shapes.Default(pool, program.Type("Witness+SeenFlags"));
        Reset(unit, "Witness", properties.Witness, [("Flags", none)]);
        return unit;
    }

    private (Dictionary<int, ModelValue> Before, PropertyFormula Formula, Dictionary<int, ModelValue> After) Advance(
        MonitorBlock block)
    {
        DetectorFormula detectors = new(facts, border, parameters);
        Dictionary<int, ModelValue> before = block.Detectors.ToDictionary(
            detector => detector.Slot, detector => detectors.Any(detector, $"m.detector.{detector.Slot}"));
        PropertyFormula formula = new(facts, border, signals);
        return (before, formula, formula.Advance(block, before));
    }

    private StructValue Memory(
        MonitorBlock block, Dictionary<int, ModelValue> memory,
        params (string Name, CodeValue Value)[] more) => new([
            .. block.Detectors.Select(detector => KeyValuePair.Create(
                Names.Field(detector), relation.Detector(detector, memory[detector.Slot]))),
            .. more.Select(one => KeyValuePair.Create(one.Name, one.Value))]);

    private void CompareBits(Unit unit, PropertyFormula formula, ArrayValue failed)
    {
        ImmutableArray<Term> bits = [.. failed.Items.SelectMany(word => ((BitsValue)word).Bits)];
        if (failed.Items.Length != Math.Max(1, (properties.Properties.Count + WordBits - 1) / WordBits))
        {
            throw new OutsideSubsetException("Monitors.Bits", $"{failed.Items.Length} words are not what is needed");
        }

        for (int index = 0; index < bits.Length; index++)
        {
            PropertyInfo? property = index < properties.Properties.Count ? properties.Properties[index] : null;
            Term expected = property?.Always is null ? pool.False : pool.Not(formula.Holds(property.Always));
            unit.Equal($"failed {property?.Id ?? "bit " + index}", bits[index], expected);
        }
    }

    private void Reset(Unit unit, string type, MonitorBlock block, (string Name, CodeValue Value)[] more)
    {
        DetectorFormula detectors = new(facts, border, parameters);
        Dictionary<int, ModelValue> initial =
            block.Detectors.ToDictionary(detector => detector.Slot, detectors.Initial);
        Executor executor = new(program, facts);
        Place memory = executor.Add(Raw.Any(facts, program.Type(type + "+Memory"), "garbage.memory"));
        executor.Run(program.Method(type, "Reset"), relation.Parameters(), memory);
        unit.Equal("reset", executor.Read(memory), Memory(block, initial, more));
        unit.Add(executor.Obligations);
    }
}
