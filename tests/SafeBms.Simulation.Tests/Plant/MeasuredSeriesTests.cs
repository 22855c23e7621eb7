using System.Runtime.CompilerServices;
using Xunit;

namespace SafeBms.Simulation.Tests;

public class MeasuredSeriesTests
{
    [Fact]
    public void Columns_are_found_by_name_and_decimals_are_exact()
    {
        MeasuredSeries series = Parse("x,soc_pct,current_A,voltage_V,t_s\n,83.51,-75.3,52.42,0\n9,83.5,0.0005,52,0.5\n");
        Assert.Equal(2, series.Count);
        Assert.Equal(new MeasuredRow(0, 52_420, -75_300, 835), series[0]);
        Assert.Equal(new MeasuredRow(500, 52_000, 1, 835), series[1]);
        Assert.Equal(500, series.Duration_ms);
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("t_s,voltage_V,current_A\n0,1,2\n", "column soc_pct is missing")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n", "no rows follow")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,1,80\n1,5 2,1,80\n", "line 3, column voltage_V: '5 2' is not")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,NaN,80\n", "line 2, column current_A: 'NaN'")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,,80\n", "line 2, column current_A: ''")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,1.2.3,80\n", "line 2, column current_A: '1.2.3'")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,1e3,80\n", "line 2, column current_A: '1e3'")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,1\n", "line 2, column soc_pct: the row has only 3")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,1,101\n", "line 2, column soc_pct: 101 is outside")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,999,1,80\n", "line 2, column voltage_V: 999 is outside")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n1,52,1,80\n1,52,1,80\n", "line 3, column t_s: time must rise")]
    [InlineData("t_s,voltage_V,current_A,soc_pct\n0,52,99999999999999999999,80\n", "line 2, column current_A")]
    public void A_broken_table_is_refused_with_line_and_column(string text, string message)
    {
        FormatException error = Assert.Throws<FormatException>(() => Parse(text));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_excerpt_shows_discharge_and_then_alternator_charge()
    {
        MeasuredSeries series = Excerpt();
        Assert.Equal(62, series.Count);
        Assert.True(series[0].Current_mA < -50_000);
        Assert.True(series[series.Count - 1].Current_mA > 130_000);
    }

    [Fact]
    public void A_recording_drives_voltage_current_cells_and_charge_with_fresh_samples_between_its_rows()
    {
        Plant plant = Boat.Quiet(48).ClosedUp();
        MeasuredSeries series = Excerpt();
        plant.UseMeasured(series);
        long charge_uAms = plant.CountedCharge_uAms;
        long expected_uAms = 0;
        for (int row = 0; row < series.Count - 1; row++)
        {
            plant.Run(Boat.Closed, 500);
            Assert.Equal(series[row].Current_mA, plant.Readings[Channel.PackCurrent].Value);
            Assert.Equal(series[row].Voltage_mV, plant.Readings[Channel.BatteryVoltage].Value);
            Assert.Equal(series[row].Soc_permille, plant.Readings[Channel.StateOfCharge].Value);
            Assert.InRange(plant.Readings.Age_ms(Channel.PackCurrent), 0, 10);
            Assert.InRange(plant.Readings.Age_ms(Channel.Cell(3, 3)), 0, 85);
            int cell_mV = plant.Readings[Channel.Cell(0, 0)].Value;
            Assert.InRange(cell_mV - (series[row].Voltage_mV / 16), -30, 30);
            plant.Run(Boat.Closed, 500);
            expected_uAms += ((series[row].Current_mA * 1000L) - 217_000) * 1000;
        }

        Assert.Equal(expected_uAms, plant.CountedCharge_uAms - charge_uAms);
        Assert.False(plant.MeasuredAtEnd);
        plant.Run(Boat.Closed, 1);
        Assert.True(plant.MeasuredAtEnd);
    }

    [Fact]
    public void A_weak_cell_stays_weak_under_a_recording_and_the_sum_is_the_recorded_voltage()
    {
        Plant plant = Boat.Quiet(48).ClosedUp();
        plant.SetCellSoc(2, 1, 50);
        plant.UseMeasured(Excerpt());
        plant.Run(Boat.Closed, 500);
        int sum_mV = 0;
        for (int i = 0; i < 16; i++)
        {
            sum_mV += plant.Readings[Channel.Cell(i / 4, i % 4)].Value;
        }

        Assert.InRange(sum_mV - plant.Readings[Channel.BatteryVoltage].Value, -16, 16);
        int weak_mV = plant.Readings[Channel.Cell(2, 1)].Value - plant.Readings[Channel.Cell(2, 0)].Value;
        Assert.InRange(weak_mV, -250, -200);
    }

    [Fact]
    public void With_an_open_contactor_the_recorded_current_does_not_flow()
    {
        Plant plant = Boat.Quiet(48).ClosedUp();
        plant.UseMeasured(Excerpt(), 1000);
        plant.Run(Boat.Closed, 900);
        Assert.Equal(0, plant.PackCurrent_uA);
        plant.Run(Boat.Closed, 200);
        Assert.True(plant.PackCurrent_uA < -50_000_000);
        plant.Run(Boat.Nothing, 2000);
        Assert.Equal(0, plant.PackCurrent_uA);
        Assert.True(plant.BusVoltage_uV < plant.BatteryVoltage_uV - 5_000_000);
        plant.StopMeasured();
        plant.Run(Boat.Nothing, 2000);
        Assert.InRange(plant.OpenCircuitVoltage_uV - plant.BatteryVoltage_uV, 0, 10_000);
    }

    [Fact]
    public void Leaping_through_a_recording_gives_the_same_bits_as_stepping()
    {
        Plant stepping = Boat.Quiet(48, noise: 1).ClosedUp();
        Plant leaping = Boat.Quiet(48, noise: 1).ClosedUp();
        stepping.UseMeasured(Excerpt(), 777);
        leaping.UseMeasured(Excerpt(), 777);
        stepping.Run(Boat.Closed, 65_000);
        leaping.Leap(65_000);
        Assert.Equal(stepping.StateHash(), leaping.StateHash());
    }

    private static MeasuredSeries Parse(string text)
    {
        using StringReader reader = new(text);
        return MeasuredSeries.Load(reader);
    }

    private static MeasuredSeries Excerpt([CallerFilePath] string here = "")
    {
        string root = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..");
        using StreamReader reader = new(Path.Combine(root, "scenarios", "data", "lynx-smart-bms-500-excerpt.csv"));
        return MeasuredSeries.Load(reader);
    }
}
