using SafeBms.Specification.Model;

namespace SafeBms.Generator.Emit.Probes;

/// <summary>Writes the calls that report, into the code of one machine. They read and never change what the machine
/// remembers, except for one field of their own with the transition that fired last.</summary>
internal sealed class ProbeWriter(
    MachineProbes probes, StateTree tree, Scope scope, ExpressionWriter expressions, CodeWriter output)
{
    /// <summary>Field of the memory with the transition that fired last; 0 for none.</summary>
    public const string LastField = "ProbeLast";

    // The class that listens; the instrumented flavour is compiled against its assembly.
    private const string Sink = "global::SafeBms.Coverage.Probes.ProbeSink";

    private readonly string before = scope.Take("probeBefore");

    /// <summary>At the start of a scan: the state, and what the machine remembers.</summary>
    public void Start()
    {
        output.Line($"Memory {before} = m;");
        End();
    }

    /// <summary>Before an expression is used: the values of its conditions, and its clocks.</summary>
    public void Site(Expr site)
    {
        foreach (Decision decision in probes.DecisionsAt(site))
        {
            List<string> bits = [];
            foreach (Expr condition in decision.Conditions)
            {
                bits.Add(Bit(condition, bits.Count));
            }

            bits.Add(Bit(decision.Expression, bits.Count));
            output.Line($"{Sink}.Decision({CsType.Number(decision.Id)}, {string.Join(" | ", bits)});");
        }

        foreach (Boundary boundary in probes.BoundariesAt(site))
        {
            Write(boundary);
        }
    }

    /// <summary>After a temporal call has advanced.</summary>
    public void After(DetectorInfo detector)
    {
        if (probes.BoundaryOf(detector) is not Boundary boundary)
        {
            return;
        }

        string field = DetectorCode.Field(detector);
        string amount = $"(long)({expressions.Text(boundary.Bound)})";
        (string value, string last, string bound) = detector.Kind switch
        {
            DetectorKind.Held or DetectorKind.HeldOrInitially =>
                ($"m.{field}", $"{before}.{field}", $"{amount} + 1"),
            // Counts down from d + 1.
            DetectorKind.Within =>
                ($"{amount} + 1 - m.{field}", $"{amount} + 1 - {before}.{field}", $"{amount} + 1"),
            _ => ($"m.{field}", $"{before}.{field}", amount),
        };
        Write(boundary, value, last, bound, bound);
    }

    /// <summary>A transition fires.</summary>
    public void Fired(TransitionInfo transition)
    {
        int number = probes.Transitions.ToList().IndexOf(transition) + 1;
        output.Line($"{Sink}.Transition({Machine}, {CsType.Number(number)}, ref m.{LastField});");
    }

    /// <summary>The state that is active now.</summary>
    public void End()
    {
        if (probes.Machine.States.Count > 0)
        {
            output.Line($"{Sink}.State({Machine}, (int)m.State);");
        }
    }

    private string Machine => CsType.Number(probes.Number);

    private string Bit(Expr condition, int bit) =>
        $"({expressions.Write(condition).At(Code.Or)} ? {1UL << bit}UL : 0UL)";

    private void Write(Boundary boundary)
    {
        string bound = $"(long)({expressions.Text(boundary.Bound)})";
        if (boundary.Clock is TimerRef reference)
        {
            TimerInfo timer = probes.Machine.Timers.First(timer => timer.Name == reference.Name);
            string field = DetectorCode.Field(timer);
            Write(boundary, $"m.{field}", $"{before}.{field}", bound, $"(long)({expressions.Text(timer.Limit)})");
        }
        else
        {
            int state = ((ElapsedRef)boundary.Clock).StateIndex;
            string field = tree.ElapsedField(state);
            Write(boundary, $"m.{field}", $"{before}.{field}", bound, CsType.Number(tree[state].ElapsedCap_ms));
        }
    }

    private void Write(Boundary boundary, string value, string last, string bound, string cap) =>
        output.Line($"{Sink}.Boundary({CsType.Number(boundary.Id)}, {value}, {last}, {bound}, {cap});");
}
