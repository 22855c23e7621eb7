using System.Text;
using SafeBms.Generator;
using SafeBms.Generator.Tests.Harness;
using SafeBms.Interpreter;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using Xunit;
using Xunit.Abstractions;

namespace SafeBms.Differential.Tests;

/// <summary>
/// Small machines, generated and compiled in memory, against the interpreter over all sequences of inputs up to a
/// length: for these machines there is no untested history left within that length.
/// </summary>
public class ExhaustiveTests(ITestOutputHelper output)
{
    private const string Chart = """
        machine: chart
        purpose: Nesting, history, elapsed, timers and actions in one.
        hazards: [H1]
        uses: { a: a, b: b }
        variables:
          log: { type: int, unit: count, range: [0, 999999], initial: 7 }
        timers:
          on_for: { runs: a else false, limit: 3 ms }
          kept_for: { runs: a else false, resets: b else true, limit: 2 ms, initial: limit }
        define:
          both: (a else false) and (b else false)
        outputs:
          lit: { type: bool, initial: false, drives: coil }
          busy: { type: bool, initial: true }
          mixed: { type: bool, initial: false, is: lit and log > 50 or busy }
        on_corrupt: Slow
        states:
          Off:
            initial: true
            outputs: { lit: false, busy: log > 100 }
            during: [ "log := choose(log > 500, 7, min(log + 1, 999))" ]
            transitions:
              - { to: history(On), when: "both and elapsed >= 2 ms", requirement: REQ-01 }
              - { to: Slow, when: "rising(a else false)", do: [ "log := min(log + 11, 999)" ], requirement: REQ-01 }
          On:
            history: deep
            outputs: { lit: true, busy: false }
            entry: [ "log := min(log + 2, 999)" ]
            exit: [ "log := max(log - 1, 0)" ]
            transitions:
              - { to: Off, when: "elapsed >= 4 ms and not (b else true)", requirement: REQ-01 }
              - { to: On, when: on_for >= 3 ms, requirement: REQ-01 }
            states:
              Slow:
                initial: true
                during: [ "log := min(log + choose(kept_for > 1 ms, 3, 4), 999)" ]
                transitions:
                  - { to: Fast, when: "held(b else false, 1 ms)", requirement: REQ-01 }
              Fast:
                history: shallow
                outputs: { busy: true }
                transitions:
                  - { to: Slow, when: kept_for >= 2 ms, requirement: REQ-01 }
                states:
                  First:
                    initial: true
                    transitions:
                      - { to: Second, when: a else true, requirement: REQ-01 }
                  Second:
                    transitions:
                      - { to: history(Fast), when: "elapsed >= 1 ms and not (a else false)", requirement: REQ-01 }
        """;

    private const string Detectors = """
        machine: detectors
        purpose: Every temporal call.
        hazards: [H1]
        uses: { a: a, b: b }
        define:
          p: a else false
          q: b else true
        outputs:
          before: { type: bool, initial: false, is: previous(p) }
          up: { type: bool, initial: false, is: rising(p) }
          down: { type: bool, initial: false, is: falling(q) }
          held_zero: { type: bool, initial: false, is: "held(p, 0 ms)" }
          held_two: { type: bool, initial: false, is: "held(p, 2 ms)" }
          kept: { type: bool, initial: false, is: "held_or_initially(p, 2 ms)" }
          recent: { type: bool, initial: false, is: "within(p, 2 ms)" }
          after: { type: bool, initial: false, is: "since(p, q)" }
          ever: { type: bool, initial: false, is: once(p and q) }
          sure: { type: bool, initial: false, is: "confirmed(p, 2 samples of b)" }
          nested: { type: bool, initial: false, is: "within(rising(held(q, 1 ms)), 1 ms)" }
          known: { type: bool, initial: false, is: "valid(a) and new_sample(b)" }
        """;

    // Fresh and false, fresh and true, unknown, true but not new.
    private static readonly InputReading[] Letters =
        [new(0, 0, true), new(1, 0, true), new(1, 0, false), new(1, 1, true)];

    [Theory]
    [InlineData("chart", Chart, 3, 6)]
    [InlineData("detectors", Detectors, 4, 4)]
    public void Generated_code_and_interpreter_agree_on_every_sequence_of_inputs(
        string name, string machine, int letters, int length)
    {
        SpecificationModel model = Bind(new TestSpecification().WithMachines(machine));
        IRunningCore generated = InMemoryCompiler.Load(SpecificationEmitter.Emit(model));
        ReferenceCore reference = new(model);
        Dictionary<string, long> parameters = model.Products[0].Overrides
            .ToDictionary(item => item.Parameter, item => item.Value);
        int[] rows = [.. Enumerable.Range(0, reference.Values.Count)
            .Where(index => reference.Values.Name(index).StartsWith(name + ".", StringComparison.Ordinal))];
        int alphabet = letters * letters;
        long sequences = (long)Math.Pow(alphabet, length);
        for (long sequence = 0; sequence < sequences; sequence++)
        {
            Assert.Null(generated.Start());
            Assert.Null(reference.Start(parameters));
            long rest = sequence;
            for (int scan = 0; scan < length; scan++, rest /= alphabet)
            {
                Give("a", Letters[rest % alphabet / letters]);
                Give("b", Letters[rest % letters]);
                generated.Scan();
                reference.Scan();
                Compare(sequence, scan);
            }
        }

        output.WriteLine($"{name}: {sequences} sequences of {length} scans");

        void Give(string input, InputReading reading)
        {
            generated.Set(input, (int)reading.Value, reading.Age_ms, reading.Accepted);
            reference.Inputs[reference.Inputs.IndexOf(input)] = reading;
        }

        void Compare(long sequence, int scan)
        {
            foreach (int row in rows)
            {
                string value = reference.Values.Name(row);
                if (reference.Values.Get(row) != generated.State(value))
                {
                    Assert.Fail($"sequence {sequence}, scan {scan}: {value} is {reference.Values.Get(row)} in the "
                        + $"interpreter, {generated.State(value)} in the generated code");
                }
            }
        }
    }

    // A fragment: nobody reads the outputs of a machine that stands alone.
    private static SpecificationModel Bind(TestSpecification specification)
    {
        Result<SpecificationModel> result = SpecificationReader.ReadFragment([.. specification.Files.Select(
            file => new SpecificationFile(file.Key, Encoding.UTF8.GetBytes(file.Value)))]);
        return result.Value ?? throw new InvalidOperationException(string.Join('\n', result.Diagnostics));
    }
}
