namespace SafeBms.Core.Tests;

/// <summary>Whatever number an input carries, a scan ends.</summary>
public class WildInputTests
{
    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void One_input_with_a_wild_number_stops_no_scan(int wild)
    {
        CoreState state = default;
        Assert.True(SafetyCore.TryStart(ref state, ProductTable.Parameters(0), default, false, out _));
        OutputImage outputs = OutputImage.Safe;
        for (int input = 0; input < InputTable.Count; input++)
        {
            InputImage image = default;
            InputTable.Set(ref image, input, InputSignal.New(wild));

            // Once the sum of the cells with one of them at -2^31 was just the number of which Math.Abs throws.
            Assert.Null(Record.Exception(() => SafetyCore.Scan(image, ref state, ref outputs)));
        }
    }
}
