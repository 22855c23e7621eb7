using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Differential.Tests;

/// <summary>The comparison can fail: an interpreter of another specification is told from the generated code.</summary>
public class SensitivityTests
{
    private const int Scans = 30_000;

    // The first tells nearly all; the others close the contactor in other ways.
    private static readonly ulong[] Seeds = [7, 8, 2, 6];

    // Each property costs a start of both; every seventh tells as much.
    private const int EveryNth = 7;

    [Fact]
    public void Another_meaning_of_any_one_machine_is_noticed()
    {
        SpecificationModel model = LynxSpecification.Model;
        List<string> unnoticed = [];
        for (int index = 0; index < model.Machines.Count; index++)
        {
            MachineInfo[] machines = [.. model.Machines];
            machines[index] = Changed(machines[index]);
            SpecificationModel other = model with { Machines = new(machines) };
            if (Seeds.All(seed => RandomRun.Play(seed, Scans, other, new Coverage(other)) is null))
            {
                unnoticed.Add(machines[index].Name);
            }
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public void Another_meaning_of_one_property_is_noticed()
    {
        SpecificationModel model = LynxSpecification.Model;
        List<string> unnoticed = [];
        for (int index = 0; index < model.Properties.Properties.Count; index += EveryNth)
        {
            PropertyInfo property = model.Properties.Properties[index];
            if (property.Always is null)
            {
                continue;
            }

            PropertyInfo[] properties = [.. model.Properties.Properties];
            properties[index] = property with { Always = Not(property.Always) };
            SpecificationModel other = model with
            {
                Properties = model.Properties with { Properties = new(properties) },
            };
            if (RandomRun.Play(7, 10, other, new Coverage(other)) is null)
            {
                unnoticed.Add(property.Id);
            }
        }

        Assert.Empty(unnoticed);
    }

    // Every guard turned round; where there is none, every output.
    private static MachineInfo Changed(MachineInfo machine)
    {
        if (machine.States.Any(state => state.Transitions.Count > 0))
        {
            return machine with
            {
                States = new(machine.States.Select(state => state with
                {
                    Transitions = new(state.Transitions.Select(item => item with { When = Not(item.When) })),
                })),
            };
        }

        return machine with
        {
            States = new(machine.States.Select(state => state with
            {
                Outputs = new(state.Outputs.Select(item => item with { Value = Other(item.Value) })),
            })),
            Outputs = new(machine.Outputs.Select(item => item.Is is null ? item : item with { Is = Other(item.Is) })),
        };
    }

    private static Expr Other(Expr value) => value.Type.Kind == ValueKind.Bool
        ? Not(value)
        : new Binary(BinaryOperator.Add, value, new Literal(1, value.Type, value.Span), value.Type, value.Span);

    private static Unary Not(Expr operand) => new(UnaryOperator.Not, operand, ExprType.Bool, operand.Span);
}
