#nullable enable
using System;
using System.Runtime.CompilerServices;
using SafeBms.Core;
using SafeBms.Generator.Tests.Harness;

/// <summary>Compiled together with the generated code.</summary>
public sealed class RunningCore : IRunningCore
{
    private CoreState state;
    private InputImage inputs;
    private OutputImage outputs;
    private Witness.Memory witness;

    public bool IsShutdown => state.IsShutdown;

    public string? Start(params (string Name, long Value)[] parameters)
    {
        ParameterSet set = ProductTable.Parameters(0);
        foreach ((string name, long value) in parameters)
        {
            ParameterTable.Set(ref set, ParameterTable.IndexOf(name), value);
        }

        SafetyCore.TryStart(ref state, set, default, false, out string? problem);
        Witness.Reset(set, ref witness);
        return problem;
    }

    public void Restart(bool retainedValid)
    {
        SafetyCore.Retain(state, out RetainedData retained);
        SafetyCore.TryStart(ref state, state.Parameters, retained, retainedValid, out _);
    }

    public void Set(string input, int value, int age_ms = 0, bool accepted = true) =>
        InputTable.Set(ref inputs, Row(InputTable.IndexOf(input), input), new InputSignal { Value = value, Age_ms = age_ms, Accepted = accepted });

    public void Scan()
    {
        SafetyCore.Scan(inputs, ref state, ref outputs);
        Witness.Step(state, outputs, ref witness);
    }

    public long State(string name) => StateTable.Get(state, Row(StateTable.IndexOf(name), name));

    public string StateText(string name)
    {
        int row = Row(StateTable.IndexOf(name), name);
        return StateTable.Text(row, StateTable.Get(state, row));
    }

    public long Output(string name) => OutputTable.Get(outputs, Row(OutputTable.IndexOf(name), name));

    public bool IsViolated(string property) => PropertyTable.IsViolated(state, Property(property));

    public long Violations(string property) => PropertyTable.Violations(state, Property(property));

    public bool Seen(int index) => Witness.Seen(witness, index);

    public long Elapsed(string machine, string state)
    {
        object memory = typeof(CoreState).GetField(machine)!.GetValue(this.state)!;
        return Convert.ToInt64(memory.GetType().GetField($"Elapsed{state}_ms")!.GetValue(memory));
    }

    public void Poke(string machine, int instance, string field, int value)
    {
        // The one instanced machine of the test specification.
#if POKE
        state.Link[instance].Seen = value;
#endif
    }

    public void CorruptState(string machine, byte value)
    {
        object boxed = state;
        System.Reflection.FieldInfo memory = typeof(CoreState).GetField(machine)!;
        object machineMemory = memory.GetValue(boxed)!;
        System.Reflection.FieldInfo field = machineMemory.GetType().GetField("State")!;
        field.SetValue(machineMemory, Enum.ToObject(field.FieldType, value));
        memory.SetValue(boxed, machineMemory);
        state = (CoreState)boxed;
    }

    private static int Property(string id)
    {
        for (int index = 0; index < PropertyTable.Count; index++)
        {
            if (PropertyTable.Id(index) == id)
            {
                return index;
            }
        }

        throw new ArgumentException("no property " + id);
    }

    private static int Row(int index, string name) => index >= 0 ? index : throw new ArgumentException("no row " + name);
}
