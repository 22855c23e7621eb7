using SafeBms.Specification.Model;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Differential.Tests;

/// <summary>The composition, executed: scans of the whole from any memory of its machines; and that another order of the
/// machines would be noticed.</summary>
public class AnyMemoryTests(ITestOutputHelper output)
{
    // SAFEBMS_MEMORIES asks for more of them.
    private const int Usual = 1_000;
    private const int ToNotice = 60;

    // Machines whose answer hardly ever changes in a drawn memory, since one of many causes decides it, need longer
    // than that. Symbolically (docs/equivalence.md, the part scan) every one is told apart.
    private const int NoticedPercent_min = 75;
    private const ulong Seed = 31;

    private static int Memories =>
        int.TryParse(Environment.GetEnvironmentVariable("SAFEBMS_MEMORIES"), out int many) ? many : Usual;

    [Fact]
    public void Generated_code_and_interpreter_agree_from_any_memory()
    {
        SpecificationModel model = LynxSpecification.Model;
        foreach (ProductInfo product in model.Products)
        {
            AnyMemory any = new(model, product, Seed);
            for (int memory = 0; memory < Memories; memory++)
            {
                string? difference = any.Next();
                Assert.True(difference is null, $"{product.Name}, memory {memory}: {difference}");
            }
        }

        output.WriteLine($"{Memories * model.Products.Count} memories, three scans of each");
    }

    [Fact]
    public void Most_machines_that_scan_before_those_that_they_read_are_noticed_at_once()
    {
        SpecificationModel model = LynxSpecification.Model;
        List<string> unnoticed = [];
        int moved = 0;
        foreach (MachineInfo machine in model.Machines.Where(ReadsThisScan))
        {
            moved++;
            SpecificationModel other = model with
            {
                Machines = new([machine, .. model.Machines.Where(one => one != machine)]),
            };
            AnyMemory any = new(other, other.Products[0], Seed);
            if (!Enumerable.Range(0, ToNotice).Any(_ => any.Next() is not null))
            {
                unnoticed.Add(machine.Name);
            }
        }

        output.WriteLine($"{moved} machines moved to the front, {moved - unnoticed.Count} noticed, not: "
            + string.Join(", ", unnoticed));
        Assert.True(moved > 0);
        Assert.True((moved - unnoticed.Count) * 100 >= moved * NoticedPercent_min, string.Join(", ", unnoticed));
    }

    private static bool ReadsThisScan(MachineInfo machine) => machine.Uses.Any(use => use.Source != machine.Name
        && use.Kind is UseKind.Machine or UseKind.MachineOutput or UseKind.MachineState);
}
