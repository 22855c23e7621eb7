namespace SafeBms.Core.Tests;

/// <summary>The generated core of the shipped specification, as a whole.</summary>
public class ScanTests
{
    private const int Seed = 20260115;

    [Fact]
    [Requirement("REQ-S-RUN-07")]
    public void A_million_scans_allocate_nothing()
    {
        (CoreState state, InputImage[] images) = Started();
        OutputImage outputs = OutputImage.Safe;
        Run(ref state, images, ref outputs, 1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(ref state, images, ref outputs, 1_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    [Requirement("REQ-S-RUN-02")]
    public void Two_cores_with_the_same_inputs_stay_the_same_bit_for_bit()
    {
        (CoreState one, InputImage[] images) = Started();
        CoreState other = one;
        OutputImage ofOne = OutputImage.Safe;
        OutputImage ofOther = default;
        for (int scan = 0; scan < 20_000; scan++)
        {
            SafetyCore.Scan(images[scan % images.Length], ref one, ref ofOne);
            SafetyCore.Scan(images[scan % images.Length], ref other, ref ofOther);
        }

        for (int row = 0; row < StateTable.Count; row++)
        {
            Assert.True(StateTable.Get(one, row) == StateTable.Get(other, row), StateTable.Name(row));
        }

        for (int row = 0; row < OutputTable.Count; row++)
        {
            Assert.True(OutputTable.Get(ofOne, row) == OutputTable.Get(ofOther, row), OutputTable.Name(row));
        }
    }

    [Fact]
    public void Every_product_starts_with_the_parameters_it_leaves_the_factory_with()
    {
        Assert.True(ProductTable.Count >= 2);
        for (int product = 0; product < ProductTable.Count; product++)
        {
            CoreState state = default;
            bool started = SafetyCore.TryStart(ref state, ProductTable.Parameters(product), default, false, out string? problem);
            Assert.True(started, $"{ProductTable.Name(product)}: {problem}");
        }
    }

    [Fact]
    public void Every_parameter_outside_of_its_range_is_refused_by_name_and_leaves_the_state_alone()
    {
        for (int row = 0; row < ParameterTable.Count; row++)
        {
            ParameterSet parameters = ProductTable.Parameters(0);
            CoreState state = default;
            state.IsShutdown = true;
            if (ParameterTable.Unit(row).Length == 0)
            {
                continue;
            }

            ParameterTable.Set(ref parameters, row, ParameterTable.Max(row) + 1);
            Assert.False(SafetyCore.TryStart(ref state, parameters, default, false, out string? problem));
            Assert.Contains($"parameter {ParameterTable.Name(row)} is", problem, StringComparison.Ordinal);
            Assert.True(state.IsShutdown);
        }
    }

    [Fact]
    [Requirement("REQ-S-CHG-08")]
    public void Nothing_known_means_every_output_is_off_and_an_alarm_is_on()
    {
        (CoreState state, _) = Started();
        OutputImage outputs = default;
        for (int scan = 0; scan < 100; scan++)
        {
            SafetyCore.Scan(default, ref state, ref outputs);
            Assert.False(outputs.ContactorCoil | outputs.ProgrammableRelay | outputs.Precharge | outputs.AllowToCharge | outputs.AllowToDischarge);
        }
    }

    [Fact]
    public void Inputs_are_found_by_their_flat_names()
    {
        InputImage image = default;
        for (int row = 0; row < InputTable.Count; row++)
        {
            Assert.Equal(row, InputTable.IndexOf(InputTable.Name(row)));
            InputTable.Set(ref image, row, InputSignal.New(row + 1));
        }

        for (int row = 0; row < InputTable.Count; row++)
        {
            Assert.Equal(row + 1, InputTable.Get(image, row).Value);
        }

        Assert.Equal(image.Battery[3].Cell[7].Voltage_mV.Value, InputTable.IndexOf("battery[3].cell[7].voltage") + 1);
    }

    [Fact]
    public void The_map_leads_from_every_machine_transition_and_property_to_its_generated_line()
    {
        List<SpecificationElement> elements = [.. SpecificationMap.Elements()];
        Assert.Contains(elements, e => e.Kind == "transition" && e.Id.StartsWith("contactor.", StringComparison.Ordinal));
        // A parent's transition stands in the code of each of its leaves, so that an id may have several lines.
        Assert.Equal(elements.Count, elements.Select(e => (e.Kind, e.Id, e.GeneratedFile, e.GeneratedLine)).Distinct().Count());
        Assert.All(elements, e => Assert.True(e.SpecificationLine > 0 && e.GeneratedLine > 0, e.Id));
        HashSet<string> monitored = [.. elements.Where(e => e.Kind == "property").Select(e => e.Id)];
        Assert.Contains("P01", monitored);
    }

    private static (CoreState State, InputImage[] Images) Started()
    {
        CoreState state = default;
        Assert.True(SafetyCore.TryStart(ref state, ProductTable.Parameters(0), default, false, out string? problem), problem);
        Random random = new(Seed);
        InputImage[] images = new InputImage[64];
        for (int image = 0; image < images.Length; image++)
        {
            for (int row = 0; row < InputTable.Count; row++)
            {
                int value = InputTable.Unit(row) == "mV" ? random.Next(0, 60_000) : random.Next(-3, 400);
                InputTable.Set(ref images[image], row, new InputSignal { Value = value, Age_ms = random.Next(0, 30), Accepted = random.Next(10) > 0 });
            }
        }

        return (state, images);
    }

    private static void Run(ref CoreState state, InputImage[] images, ref OutputImage outputs, int scans)
    {
        for (int scan = 0; scan < scans; scan++)
        {
            SafetyCore.Scan(images[scan & 63], ref state, ref outputs);
        }
    }
}
