using SafeBms.Simulation.Scenarios;
using SafeBms.Simulation.Traces;
using Xunit;

namespace SafeBms.Simulation.Tests.Scenarios;

public sealed class TraceTests
{
    private static readonly TraceSignal[] Signals =
    [
        new("coil", 0, "bool", TraceKind.Switch),
        new("pack_current", 1, "mA", TraceKind.Number),
        new("contactor.mode", 2, "", TraceKind.Word),
    ];

    private static string Write(string path)
    {
        FakeNames names = new();
        StringWriter text = new();
        Trace trace = Trace.Create(path, text, Signals);
        for (int scan = 0; scan < 6; scan++)
        {
            names["coil"] = scan >= 3 ? 1 : 0;
            names["pack_current"] = scan >= 3 ? -1500 : 0;
            names["mode"] = scan >= 5 ? 1 : 0;
            trace.Sample(scan, names);
        }

        trace.Finish(5);
        return text.ToString();
    }

    [Fact]
    public void A_vcd_declares_its_signals_by_scope_and_holds_only_changes() =>
        Assert.Equal("""
            $version SafeBms $end
            $timescale 1 ms $end
            $scope module contactor $end
            $var string 1 # mode $end
            $upscope $end
            $scope module controller $end
            $var wire 1 ! coil $end
            $var real 64 " pack_current_mA $end
            $upscope $end
            $enddefinitions $end
            #0
            0!
            r0 "
            soff #
            #3
            1!
            r-1500 "
            #5
            srunning #
            #6

            """, Write("x.vcd"));

    [Fact]
    public void A_csv_has_a_row_for_each_change_and_one_for_the_end() =>
        Assert.Equal("""
            time_ms,coil,pack_current_mA,contactor.mode
            0,0,0,off
            3,1,-1500,off
            5,1,-1500,running
            5,1,-1500,running

            """, Write("x.CSV"));

    [Fact]
    public void Another_ending_is_refused() => Assert.Contains(".vcd or .csv",
        Assert.Throws<ArgumentException>(() => Write("x.txt")).Message, StringComparison.Ordinal);
}
