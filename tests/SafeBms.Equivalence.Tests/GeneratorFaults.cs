using System.Text.RegularExpressions;
using SafeBms.Generator.Emit;

namespace SafeBms.Equivalence.Tests;

/// <summary>A mistake that a generator could make, as a rewriting of the text that it emits.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Part">The part that must be found different.</param>
/// <param name="File">The emitted file.</param>
/// <param name="Pattern">What is rewritten; its first occurrence, which must exist.</param>
/// <param name="Replacement">What stands there instead.</param>
internal sealed record GeneratorFault(string Name, string Part, string File, string Pattern, string Replacement)
{
    /// <summary>The file with the mistake.</summary>
    public GeneratedFile Apply(IReadOnlyList<GeneratedFile> files)
    {
        GeneratedFile file = files.Single(one => one.Name == File);
        Regex rule = new(Pattern, RegexOptions.Singleline | RegexOptions.CultureInvariant);
        string text = rule.Replace(file.Text, Replacement, 1);
        return text != file.Text
            ? file with { Text = text }
            : throw new InvalidOperationException($"'{Name}': the rule finds nothing to change in {File}");
    }

    /// <summary>The machines' faults.</summary>
    public static IEnumerable<GeneratorFault> OfMachines()
    {
        const string contactor = "Machines/Contactor.g.cs";
        const string link = "Machines/BatteryLink.g.cs";
        GeneratorFault Contactor(string name, string pattern, string replacement) =>
            new(name, "contactor", contactor, pattern, replacement);
        GeneratorFault Link(string name, string pattern, string replacement) =>
            new(name, "battery-link", link, pattern, replacement);
        return
        [
            new("two transitions with swapped priority", "first-cause", "Machines/FirstCause.g.cs",
                @"if \(overrun\)(.*?)State\.ScanOverrun;(.*?)if \(selfTestFailed\)(.*?)State\.SelfTest;",
                "if (selfTestFailed)$1State.SelfTest;$2if (overrun)$3State.ScanOverrun;"),
            Contactor("dropped action of a transition", @"m\.FailedAttempts = 0;\s+m\.State", "m.State"),
            Contactor("dropped entry action", @"m\.LastFailed = false;\s+break;", "break;"),
            Contactor("dropped during action", @"m\.FailedAttempts = run \? m\.FailedAttempts : 0;\s+break;", "break;"),
            Contactor("timer stops one early",
                @"m\.CoilOff_ms \+ 1, p\.RecloseTime_ms \+ 1\)", "m.CoilOff_ms + 1, p.RecloseTime_ms)"),
            Contactor("timer counts by two", @"Math\.Min\(m\.MatchedFor_ms \+ 1,", "Math.Min(m.MatchedFor_ms + 2,"),
            Contactor("timer runs while it should rest", @"m\.RelayOff_ms = !relay \?", "m.RelayOff_ms = relay ?"),
            Contactor("comparison > instead of >=", @"m\.CoilOff_ms >= p", "m.CoilOff_ms > p"),
            Contactor("or instead of and", @"(m\.CoilOff_ms >= p\.RecloseTime_ms \+ 1) & closingAvailable",
                "($1 | closingAvailable)"),
            Contactor("swapped outputs",
                @"m\.Closed = (m\.State is[^;]*);(\s+)m\.Settled = (m\.State is[^;]*);",
                "m.Closed = $3;$2m.Settled = $1;"),
            Contactor("output misses a state",
                @"m\.Closed = m\.State is State\.Settling or State\.Closed;", "m.Closed = m.State is State.Closed;"),
            Contactor("validity not looked at", @"acknowledge\.IsValid & acknowledge\.IsTrue", "acknowledge.IsTrue"),
            Contactor("else true became else false",
                @"!\(!relayReadback\.IsValid \| relayReadback\.IsTrue\)",
                "!(relayReadback.IsValid & relayReadback.IsTrue)"),
            Contactor("elapsed not reset at entry", @"m\.ElapsedPrecharge_ms = 0;", string.Empty),
            Contactor("elapsed stops one early", @"m\.ElapsedOpening_ms \+ 1, 3000\)", "m.ElapsedOpening_ms + 1, 2999)"),
            Contactor("wrong initial state", @"m\.State = State\.Open;(\s+)m\.FailedAttempts = 0;",
                "m.State = State.Check;$1m.FailedAttempts = 0;"),
            Contactor("wrong initial output", @"m\.AlternatorOffLongEnough = true;", "m.AlternatorOffLongEnough = false;"),
            Contactor("timer does not start at its limit",
                @"m\.RelayOff_ms = p\.AlternatorLeadTime_ms \+ 1;", "m.RelayOff_ms = 0;"),
            Contactor("samples counted without a new one",
                @"packCurrent_mA\.IsNew \? confirmed0Count : m\.Confirmed0", "confirmed0Count"),
            Contactor("one sample too few", @"m\.Confirmed0 >= 2", "m.Confirmed0 >= 1"),
            Contactor("absolute value forgotten", @"Math\.Abs\(packCurrent_mA\.Value\) <= p\.Break",
                "packCurrent_mA.Value <= p.Break"),
            Link("negated guard", @"if \(!dataGood\)", "if (dataGood)"),
            Link("wrong target", @"m\.State = State\.Lost;", "m.State = State.Stale;"),
            Link("corrupt state goes elsewhere", @"default:(.*?)State\.Missing;", "default:$1State.Fresh;"),
            Link("a statement that is not understood", @"if \(dataGood\)\s+\{", "while (dataGood)\n{"),
            Link("an operator that is not understood", @"m\.GoodTime_ms \+ 1,", "m.GoodTime_ms / 1 + 1,"),
            Link("a change in a branch of an expression that is not understood",
                @"bool dataGood = ", "int i = 0; bool dataGood = i == 0 && int.TryParse(\"1\", out i) & "),
            new("wrong constant", "battery-link", "Parameters.g.cs",
                @"const int StaleOpenTime_ms = \d+;", "const int StaleOpenTime_ms = 1;"),
            new("any became last", "cell-limits", "Machines/CellLimits.g.cs", @"any7 \|= l\.Lost;", "any7 = l.Lost;"),
            new("max became min", "cell-limits", "Machines/CellLimits.g.cs",
                @"Math\.Max\(max1, b\.CellMax2\)", "Math.Min(max1, b.CellMax2)"),
            new("validity of an optional output lost", "cell-limits", "Machines/CellLimits.g.cs",
                @"OptionalInt\.From\(max1, max1Valid\)", "OptionalInt.From(max1, true)"),
        ];
    }

    /// <summary>Faults of the border and of the properties.</summary>
    public static IEnumerable<GeneratorFault> OfSignalsAndProperties()
    {
        GeneratorFault Border(string name, string pattern, string replacement) =>
            new(name, "validity", "Signals.g.cs", pattern, replacement);
        GeneratorFault Monitor(string name, string pattern, string replacement) =>
            new(name, "monitors", "Monitors.g.cs", pattern, replacement);
        return
        [
            Border("data may be older", @"InRange\(inputs\.ContactorFeedback, 10,", "InRange(inputs.ContactorFeedback, 11,"),
            Border("range too small", @"Clamped\(inputs\.PackCurrent_mA, 25, -6000000",
                "Clamped(inputs.PackCurrent_mA, 25, -600000"),
            Border("not clamped", @"Clamped\(inputs\.BusVoltage_mV", "InRange(inputs.BusVoltage_mV"),
            Border("member of an enumeration forgotten", @"is 0 or 3 or 4 or 252", "is 0 or 3 or 4"),
            Border("fold starts wrong", @"bool all1 = true;", "bool all1 = false;"),
            Border("last member left out", @"i2 < batteryCellCount;", "i2 < batteryCellCount - 1;"),
            Border("two inputs swapped",
                @"v\.RemoteHigh = (.*?)inputs\.RemoteHigh", "v.RemoteHigh = $1inputs.RemoteLow"),
            Monitor("held is one scan short", @"(m\.Held\d+_ms) > Constants", "$1 >= Constants"),
            Monitor("within lasts one scan longer", @"\? ([^?:;]*) \+ 1(\s+): Math\.Max\((m\.Within\d+_ms)",
                "? $1 + 2$2: Math.Max($3"),
            Monitor("rising without the last value", @"(rising\d+Now) & !m\.Rising\d+;", "$1;"),
            Monitor("previous gives the present value",
                @"d\.(Previous\d+) = m\.\1;(\s+)m\.\1 = ([^;]*);", "m.$1 = $3;$2d.$1 = m.$1;"),
            Monitor("the obligation of leads_to is cancelled",
                @"\| \((m\.LeadsTo\d+_ms) > 0\)\);", "& ($1 > 0));"),
            Monitor("leads_to is too patient", @"(m\.LeadsTo\d+_ms <= [^;]*) \+ 1;", "$1 + 2;"),
            Monitor("a property sets the bit of another", @"1UL << 5;", "1UL << 6;"),
            new("a witness sets the flag of another", "witnesses", "Witness.g.cs",
                @"m\.Flags\[0\] \|=", "m.Flags[1] |="),
        ];
    }

    /// <summary>Faults of the composition.</summary>
    public static IEnumerable<GeneratorFault> OfComposition()
    {
        GeneratorFault Core(string name, string part, string pattern, string replacement) =>
            new(name, part, "SafetyCore.g.cs", pattern, replacement);
        return
        [
            Core("swapped uses", "scan", @"state\.Contactor\.Coil, state\.Written\.ContactorCoil,",
                "state.Written.ContactorCoil, state.Contactor.Coil,"),
            Core("two machines in the wrong order", "scan",
                @"(PreAlarmMachine\.Scan\(.*?\);)(\s+)(CellUnderVoltageMachine\.Scan\(.*?\);)", "$3$2$1"),
            Core("proposed instead of written", "scan",
                @"ChargeDetectMachine\.Scan\(state\.Written\.ContactorCoil", "ChargeDetectMachine.Scan(state.Contactor.Coil"),
            Core("the wrong member for an instance", "scan",
                @"Scan\(state\.Inputs\.Battery\[i\], p, ref state\.BatteryLink\[i\]\)",
                "Scan(state.Inputs.Battery[0], p, ref state.BatteryLink[i])"),
            Core("one machine left out", "scan", @"ShortCircuitMachine\.Scan\([^;]*;", string.Empty),
            Core("monitors do not go back", "scan", @"state\.Monitor = state\.MonitorBefore;", string.Empty),
            Core("the property that trips is not marked", "scan", @"if \(!wasShutdown\)", "if (wasShutdown)"),
            Core("the shutdown outputs are not written", "scan", @"ProposeShutdown\(state, out proposed\);", string.Empty),
            Core("two outputs driven by each other's machine", "scan",
                @"proposed\.Precharge = state\.Contactor\.Precharge;", "proposed.Precharge = state.Contactor.Coil;"),
            Core("a retained variable is not restored", "start",
                @"state\.WeldWatch\.Welded = [^;]*;", string.Empty),
            Core("wrong assumption on loss", "start", @"retained\.ClosingBudgetSpent : 4", "retained.ClosingBudgetSpent : 0"),
            Core("a machine is not reset", "start", @"SupervisorMachine\.Reset\([^;]*;", string.Empty),
            Core("another variable is kept", "retain",
                @"retained\.WeldWatchWelded = state\.WeldWatch\.Welded;",
                "retained.WeldWatchWelded = state.TripLatch.Tripped;"),
            new("a property does not demand the shutdown", "scan", "Monitors.g.cs",
                @"failed\[0\] & 0x[0-9A-F]{16}UL", "failed[0] & 0x0000000000000000UL"),
            new("wrong safe value", "scan", "Signals.g.cs", @" Alarm = true,", " Alarm = false,"),
            new("parameter range too wide", "parameters", "Parameters.g.cs",
                @"p\.StopCurrent_mA < 1000", "p.StopCurrent_mA < 999"),
            new("wrong parameter of a product", "parameters", "Parameters.g.cs",
                @"AlternatorLeadTime_ms = 2000,", "AlternatorLeadTime_ms = 2001,"),
        ];
    }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GeneratorFault> All() => [.. OfMachines(), .. OfSignalsAndProperties(), .. OfComposition()];
}
