using SafeBms.Devices.Lines;
using SafeBms.Runtime.Commissioning;

namespace SafeBms.Runtime.Tests.Commissioning;

/// <summary>The test of terminals, over the simulated chip; its waiting is the time in which the boat reacts.</summary>
public sealed class IoTestTests : IDisposable
{
    private const ulong AllInputs = (1UL << LineWords.Inputs) - 1;
    private static readonly OutputLine[] All = Enum.GetValues<OutputLine>();

    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-io-").FullName;
    private readonly VirtualChip _chip;
    private readonly VirtualChip _farSide;
    private readonly HashSet<ulong> _seen = [];
    private Func<ulong, ulong> _boat = Obedient;
    private int _waits;

    public IoTestTests()
    {
        _chip = VirtualChip.Create(Path.Combine(_folder, "chip"));
        _farSide = VirtualChip.Open(Path.Combine(_folder, "chip"));
    }

    public void Dispose()
    {
        _farSide.Dispose();
        _chip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ulong Obedient(ulong outputs) => outputs & 0x1F;

    private bool React(int time_ms)
    {
        Assert.True(time_ms > 0);
        Assert.Equal(LineStatus.Ok, _farSide.ReadBack(out ulong outputs));
        _seen.Add(outputs);
        _farSide.DriveInputs(_boat(outputs));
        return --_waits != 0;
    }

    private IoTest Test()
    {
        _farSide.DriveInputs(_boat(LineWords.Safe));
        return new IoTest(_chip, _chip, AllInputs, React);
    }

    private ulong Outputs() => _farSide.ReadBack(out ulong word) == LineStatus.Ok ? word : ulong.MaxValue;

    [Fact]
    public void Every_output_is_switched_alone_and_its_input_changes_with_it()
    {
        IoTest test = Test();
        IReadOnlyList<IoTestResult> results = test.Run(All, _ => { });
        Assert.Equal(All, results.Select(r => r.Line));
        Assert.All(results, r => Assert.Null(r.Problem));
        Assert.Null(test.Stopped);
        Assert.Equal(InputLine.ContactorFeedback, Assert.Single(results[0].Changed));
        Assert.Equal(InputLine.DischargeReadback, Assert.Single(results[4].Changed));
        Assert.Empty(results[5].Changed);
        Assert.Equal(All.Select(IoTest.WordFor).Append(LineWords.Safe).Order(), _seen.Order());
        Assert.All(_seen, word => Assert.InRange(ulong.PopCount(word & ~LineWords.Safe), 0UL, 1UL));
        Assert.Equal(LineWords.Safe, Outputs());
    }

    [Fact]
    public void Nothing_is_switched_while_the_contactor_reads_closed()
    {
        _boat = _ => LineWords.Bit(InputLine.ContactorFeedback);
        IoTest test = Test();
        Assert.Contains("reads closed", test.Obstacle(), StringComparison.Ordinal);
        Assert.Empty(test.Run(All, _ => Assert.Fail("switched")));
        Assert.Contains("reads closed", test.Stopped, StringComparison.Ordinal);
        Assert.Equal(1, _farSide.Changes);
    }

    [Fact]
    public void A_contactor_that_stays_closed_ends_the_test_before_the_next_output()
    {
        bool welded = false;
        _boat = outputs => (welded |= (outputs & 1) != 0) ? 1 | Obedient(outputs) : Obedient(outputs);
        IoTest test = Test();
        IReadOnlyList<IoTestResult> results = test.Run(All, _ => { });
        Assert.Equal("contactor_feedback did not fall back with it", Assert.Single(results).Problem);
        Assert.Contains("reads closed", test.Stopped, StringComparison.Ordinal);
        Assert.Equal(LineWords.Safe, Outputs());
    }

    [Fact]
    public void An_input_that_does_not_follow_its_output_is_a_disagreement_and_the_others_are_tested_all_the_same()
    {
        _boat = outputs => Obedient(outputs) & ~LineWords.Bit(InputLine.RelayReadback);
        IReadOnlyList<IoTestResult> results = Test().Run(All, _ => { });
        Assert.Equal(All.Length, results.Count);
        IoTestResult wrong = Assert.Single(results, r => r.Problem is not null);
        Assert.Equal((OutputLine.ProgrammableRelay, "relay_readback did not follow it"), (wrong.Line, wrong.Problem));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void A_request_to_end_switches_everything_off_at_once(int waits)
    {
        _waits = waits;
        IoTest test = Test();
        Assert.True(test.Run(All, _ => { }).Count < 2);
        Assert.Contains("on request", test.Stopped, StringComparison.Ordinal);
        Assert.Equal(LineWords.Safe, Outputs());
    }

    [Fact]
    public void A_chip_that_vanishes_is_said_and_every_output_disagrees()
    {
        IoTest test = Test();
        _farSide.Removed = true;
        IReadOnlyList<IoTestResult> results = new IoTest(_chip, _chip, AllInputs, _ => true).Run(All, _ => { });
        Assert.All(results, r => Assert.Contains("Gone", r.Problem, StringComparison.Ordinal));
        Assert.False(test.ReadsInputs);
    }

    [Fact]
    public void Without_a_boat_the_lines_themselves_are_read_back()
    {
        IoTest test = new(_chip, _chip, AllInputs, _ => true);
        Assert.False(test.ReadsInputs);
        Assert.All(test.Run(All, _ => { }), r => Assert.Null(r.Problem));
    }
}

/// <summary>The two steps as their user calls them.</summary>
[Collection("console")]
public sealed class IoCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("safebms-io-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_step_switches_nothing_and_a_wrong_code_confirms_nothing()
    {
        (int code, string output, _) = ConsoleRun.Run("io", "test", "--run-dir", _folder);
        Assert.Equal(1, code);
        Assert.Contains("Nothing was switched yet", output, StringComparison.Ordinal);
        (code, _, string error) = ConsoleRun.Run("io", "test", "--run-dir", _folder, "--confirm", "AAAAAA");
        Assert.Equal(2, code);
        Assert.Contains("is not the code", error, StringComparison.Ordinal);
        (code, _, error) = ConsoleRun.Run("io", "test", "--run-dir", _folder, "--line", "horn");
        Assert.Equal(2, code);
        Assert.Contains("no such output is wired", error, StringComparison.Ordinal);
        (code, _, error) = ConsoleRun.Run("io", "show", "--run-dir", _folder, "--once");
        Assert.Equal(2, code);
        Assert.Contains("There is no virtual chip", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void It_is_refused_while_a_guard_lives()
    {
        using IDisposable guard = new Mailbox.RunDirectory(_folder, "guard").Own();
        (int code, _, string error) = ConsoleRun.Run("io", "test", "--run-dir", _folder);
        Assert.Equal(2, code);
        Assert.Contains("A guard or controller runs", error, StringComparison.Ordinal);
    }
}
