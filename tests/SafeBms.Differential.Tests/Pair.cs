using System.Globalization;
using System.Reflection;
using SafeBms.Core;
using SafeBms.Interpreter;
using SafeBms.Specification.Model;

namespace SafeBms.Differential.Tests;

/// <summary>The generated code and the interpreter side by side, fed with the same readings.</summary>
internal sealed class Pair
{
    private readonly SpecificationModel model;
    private readonly ReferenceCore reference;
    private readonly int[] inputs;
    private readonly Row[] rows;
    private readonly int[] outputs;
    private readonly int[] properties;
    private readonly Retained retained;
    private readonly Dictionary<(Type, string), FieldInfo> fields = [];
    private CoreState state;
    private InputImage image;
    private OutputImage written;
    private Witness.Memory witness;

    public Pair(SpecificationModel model)
    {
        this.model = model;
        reference = new ReferenceCore(model);
        inputs = [.. Enumerable.Range(0, reference.Inputs.Count).Select(index => reference.Inputs.Name(index))
            .Select(name => Known(Core.InputTable.IndexOf(name), name))];
        rows = [.. Enumerable.Range(0, Core.StateTable.Count).Select(Match)];
        string[] names = [.. model.Signals.Outputs.Select(output => output.Name)];
        outputs = [.. names.Select(name => Known(OutputTable.IndexOf(name), name))];
        retained = new Retained(model);
        properties = [.. model.Properties.Properties.Select(property => Known(
            Enumerable.Range(0, PropertyTable.Count).Where(index => PropertyTable.Id(index) == property.Id)
                .DefaultIfEmpty(-1).Single(),
            property.Id))];
    }

    private readonly record struct Row(string Name, int Reference);

    public ReferenceCore Reference => reference;

    /// <summary>Whether both start with these parameters; throws if only one does.</summary>
    public bool Start(
        IReadOnlyDictionary<string, long> parameters, IReadOnlyDictionary<string, long>? kept = null)
    {
        ParameterSet set = ParametersOf(parameters);
        RetainedData data = kept is null ? default : retained.Pack(kept);
        string? expected = reference.Start(parameters, kept);
        bool started = SafetyCore.TryStart(ref state, in set, in data, kept is not null, out string? problem);
        if (started != (expected is null))
        {
            throw new InvalidOperationException($"interpreter: '{expected}', generated code: '{problem}'");
        }

        written = OutputImage.Safe;
        image = default;
        Witness.Reset(in set, ref witness);
        return started;
    }

    /// <summary>Scans both once. The first difference in words, or null.</summary>
    public string? Scan()
    {
        CopyInputs();
        reference.Scan();
        SafetyCore.Scan(in image, ref state, ref written);
        Witness.Step(in state, in written, ref witness);
        return Compare() ?? CompareProperties();
    }

    /// <summary>Lets both judge outputs that no machine wrote. The first difference in words, or null.</summary>
    /// <param name="outputsWritten">A value for each output, in the order of the dictionary.</param>
    public string? Judge(IReadOnlyList<long> outputsWritten)
    {
        CopyInputs();
        object boxed = written;
        for (int index = 0; index < outputs.Length; index++)
        {
            FieldInfo field = Field(typeof(OutputImage), OutputTable.Name(outputs[index]));
            field.SetValue(boxed, field.FieldType.IsEnum
                ? Enum.ToObject(field.FieldType, outputsWritten[index])
                : Convert.ChangeType(outputsWritten[index], field.FieldType, CultureInfo.InvariantCulture));
        }

        written = (OutputImage)boxed;
        reference.Judge(outputsWritten);
        Validity.Update(in image, in state.Parameters, ref state.Inputs);
        Monitors.Step(in state.Inputs, in written, in state.Parameters, ref state.Monitor, ref state.Failed);
        Monitors.Count(in state.Failed, ref state.Violations);
        Witness.Step(in state, in written, ref witness);
        return CompareProperties();
    }

    /// <summary>The conditions that the properties must have seen, compared at the end of a run.</summary>
    public string? CompareWitnesses()
    {
        for (int index = 0; index < model.Properties.Witnesses.Count; index++)
        {
            if (reference.WasSeen(index) != Witness.Seen(in witness, index))
            {
                return Tell($"witness {index} of {WitnessTable.PropertyId(index)}", reference.WasSeen(index) ? 1 : 0,
                    Witness.Seen(in witness, index) ? 1 : 0);
            }
        }

        return null;
    }

    /// <summary>Overwrites a state or timer of a single machine in both, as a flipped bit in memory would.</summary>
    /// <remarks>By reflection and through a copy of everything: for rare moments only.</remarks>
    public void Poke(string machine, string name, long value)
    {
        reference.Values.Poke($"{machine}.{name}", value);
        object core = state;
        FieldInfo memoryField = Retained.FieldOf(typeof(CoreState), machine);
        object memory = memoryField.GetValue(core)!;
        FieldInfo field = Retained.FieldOf(memory.GetType(), name);
        field.SetValue(memory, field.FieldType.IsEnum
            ? Enum.ToObject(field.FieldType, value)
            : Convert.ChangeType(value, field.FieldType, CultureInfo.InvariantCulture));
        memoryField.SetValue(core, memory);
        state = (CoreState)core;
    }

    /// <summary>Overwrites states, variables, timers and outputs of single machines in both.</summary>
    public void Overwrite(IEnumerable<(string Machine, string Name, long Value)> values)
    {
        object core = state;
        foreach (IGrouping<string, (string Machine, string Name, long Value)> machine in
            values.GroupBy(value => value.Machine))
        {
            FieldInfo memoryField = Field(typeof(CoreState), machine.Key);
            object memory = memoryField.GetValue(core)!;
            foreach ((_, string name, long value) in machine)
            {
                reference.Values.Poke($"{machine.Key}.{name}", value);
                FieldInfo field = Field(memory.GetType(), name);
                field.SetValue(memory, field.FieldType.IsEnum
                    ? Enum.ToObject(field.FieldType, value)
                    : Convert.ChangeType(value, field.FieldType, CultureInfo.InvariantCulture));
            }

            memoryField.SetValue(core, memory);
        }

        state = (CoreState)core;
    }

    /// <summary>What would survive a loss of power now.</summary>
    public string? CompareRetained()
    {
        SafetyCore.Retain(in state, out RetainedData data);
        IReadOnlyDictionary<string, long> expected = reference.Retain();
        foreach ((string name, long actual) in retained.Unpack(data))
        {
            if (expected[name] != actual)
            {
                return Tell($"retained {name}", expected[name], actual);
            }
        }

        return null;
    }

    private void CopyInputs()
    {
        for (int index = 0; index < inputs.Length; index++)
        {
            InputReading reading = reference.Inputs[index];
            Core.InputTable.Set(ref image, inputs[index], new InputSignal
            {
                Value = (int)reading.Value,
                Age_ms = reading.Age_ms,
                Accepted = reading.Accepted,
            });
        }
    }

    private FieldInfo Field(Type type, string name)
    {
        if (!fields.TryGetValue((type, name), out FieldInfo? field))
        {
            field = Retained.FieldOf(type, name);
            fields.Add((type, name), field);
        }

        return field;
    }

    private static int Known(int index, string name) =>
        index >= 0 ? index : throw new InvalidOperationException($"the generated tables do not know '{name}'");

    private static string Tell(string name, long expected, long actual) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: interpreter {expected}, generated code {actual}");

    private Row Match(int index)
    {
        string name = Core.StateTable.Name(index);
        int known = reference.Values.IndexOf(name);
        return known >= 0
            ? new Row(name, known)
            : throw new InvalidOperationException($"the interpreter does not know '{name}' of the generated code");
    }

    private ParameterSet ParametersOf(IReadOnlyDictionary<string, long> parameters)
    {
        ParameterSet set = default;
        for (int index = 0; index < ParameterTable.Count; index++)
        {
            string name = ParameterTable.Name(index);
            ParameterTable.Set(ref set, index, parameters.TryGetValue(name, out long value)
                ? value
                : model.Parameters.Parameters.Single(parameter => parameter.Name == name).Default);
        }

        return set;
    }

    private string? Compare()
    {
        for (int index = 0; index < rows.Length; index++)
        {
            Row row = rows[index];
            long actual = Core.StateTable.Get(in state, index);
            if (reference.Values.IsMeaningful(row.Reference) && reference.Values.Get(row.Reference) != actual)
            {
                return Tell(row.Name, reference.Values.Get(row.Reference), actual);
            }
        }

        for (int index = 0; index < outputs.Length; index++)
        {
            long actual = OutputTable.Get(in written, outputs[index]);
            if (reference.Output(index) != actual)
            {
                return Tell(OutputTable.Name(outputs[index]), reference.Output(index), actual);
            }
        }

        return null;
    }

    private string? CompareProperties()
    {
        for (int index = 0; index < properties.Length; index++)
        {
            long actual = PropertyTable.Violations(in state, properties[index]);
            bool violated = PropertyTable.IsViolated(in state, properties[index]);
            if (reference.Violations(index) != actual || reference.IsViolated(index) != violated)
            {
                string name = $"violations of {PropertyTable.Id(properties[index])}";
                return Tell(name, reference.Violations(index), actual);
            }
        }

        return null;
    }
}
