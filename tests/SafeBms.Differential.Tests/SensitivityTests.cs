using SafeBms.Specification.Model;
using Xunit;

namespace SafeBms.Differential.Tests;

/// <summary>The comparison can fail: an interpreter of another specification is told from the generated code.</summary>
public class SensitivityTests
{
    private const int Scans = 30_000;

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
            if (RandomRun.Play(7, Scans, other, new Coverage(other)) is null)
            {
                unnoticed.Add(machines[index].Name);
            }
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public void Another_meaning_of_any_one_property_is_noticed()
    {
        SpecificationModel model = LynxSpecification.Model;
        List<string> unnoticed = [];
        for (int index = 0; index < model.Properties.Properties.Count; index++)
        {
            PropertyInfo property = model.Properties.Properties[index];
            if (property.Always is null)
            {
                continue;
            }

            PropertyInfo[] properties = [.. model.Properties.Properties];
            properties[index] = property with { Always = Not(property.Always) };
            SpecificationModel other = model with { Properties = model.Properties with { Properties = new(properties) } };
            if (RandomRun.Play(7, 10, other, new Coverage(other)) is null)
            {
                unnoticed.Add(property.Id);
            }
        }

        Assert.Empty(unnoticed);
    }

    // The first output turned round where it is combinational, else every guard of every state.
    private static MachineInfo Changed(MachineInfo machine)
    {
        if (machine.States.Count > 0)
        {
            return machine with
            {
                States = new(machine.States.Select(state => state with
                {
                    Transitions = new(state.Transitions.Select(item => item with { When = Not(item.When) })),
                })),
            };
        }

        MachineOutputInfo output = machine.Outputs.First(item => item.Is is not null);
        Expr turned = output.Type.Kind == ValueKind.Bool
            ? Not(output.Is!)
            : new Binary(BinaryOperator.Add, output.Is!, new Literal(1, output.Type, output.Span), output.Type, output.Span);
        return machine with
        {
            Outputs = new(machine.Outputs.Select(item => item.Name == output.Name ? item with { Is = turned } : item)),
        };
    }

    private static Unary Not(Expr operand) => new(UnaryOperator.Not, operand, ExprType.Bool, operand.Span);
}
