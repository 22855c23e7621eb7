using SafeBms.Proof.Terms;
using SafeBms.Proof.Transition;

namespace SafeBms.Proof.Sampling;

/// <summary>
/// Random but piecewise constant values for everything that is free in a scan. Numbers are drawn close to the
/// thresholds that the system compares them with; how long they stay has a long tail, so that short and long timers
/// both run out.
/// </summary>
internal sealed class InputPlan
{
    private static readonly int[] Stays = [1, 1, 2, 3, 10, 60, 300, 1200, 3000, 8000, 40000];

    private readonly Dice dice;
    private readonly Dictionary<Term, int> places;
    private readonly Dictionary<Term, List<Term>> thresholds;
    private readonly List<Source> sources = [];

    /// <summary>A free value, or an input that is made of several.</summary>
    private sealed class Source
    {
        public required FreeVariable Value { get; init; }

        public InputVariables? Input { get; init; }

        public int Left { get; set; }

        public int Bias { get; set; }

        public int ValidPercent { get; set; }
    }

    public InputPlan(
        IReadOnlyList<FreeVariable> free, IReadOnlyList<InputVariables> inputs, Dictionary<Term, int> places,
        Dictionary<Term, List<Term>> thresholds, Dice dice)
    {
        this.dice = dice;
        this.places = places;
        this.thresholds = thresholds;
        HashSet<Term> parts = [.. inputs.SelectMany(one => new[] { one.Number, one.Valid, one.IsNew, one.Age })];
        foreach (InputVariables input in inputs)
        {
            FreeVariable value = new(input.Number, input.Info.Type.Min, input.Info.Type.Max, []);
            sources.Add(new Source
            {
                Value = free.FirstOrDefault(one => one.Variable == input.Number) ?? value, Input = input,
            });
        }

        sources.AddRange(free.Where(one => !parts.Contains(one.Variable)).Select(one => new Source { Value = one }));
    }

    /// <summary>A new episode: each input gets habits of its own.</summary>
    public void Restart()
    {
        foreach (Source source in sources)
        {
            source.Left = 0;
            source.Bias = dice.Of([2, 10, 50, 90, 98]);
            source.ValidPercent = dice.Of([50, 90, 99, 100, 100]);
        }
    }

    /// <summary>Sets the values of the next scan.</summary>
    public void Draw(long[] values)
    {
        foreach (Source source in sources)
        {
            if (source.Left-- > 0)
            {
                KeepAges(source, values);
                continue;
            }

            source.Left = dice.Of(Stays);
            values[places[source.Value.Variable]] = Value(source, values);
            if (source.Input is { } input)
            {
                bool valid = dice.Percent(source.ValidPercent);
                values[places[input.Valid]] = valid ? 1 : 0;
                KeepAges(source, values);
            }
        }
    }

    // A valid input is new now and then, or in every scan if it is a fast one.
    private void KeepAges(Source source, long[] values)
    {
        if (source.Input is { } input)
        {
            bool valid = values[places[input.Valid]] != 0;
            bool isNew = valid && (input.Info.Period_ms <= 1 || dice.Percent(30));
            values[places[input.IsNew]] = isNew ? 1 : 0;
            values[places[input.Age]] = isNew ? 0 : Math.Min(1, input.Info.MaxAge_ms);
        }
    }

    private long Value(Source source, long[] values)
    {
        FreeVariable free = source.Value;
        if (free.Variable.Sort == Sort.Bool)
        {
            return dice.Percent(source.Bias) ? 1 : 0;
        }

        if (free.Members.Count > 0)
        {
            return dice.Of(free.Members);
        }

        if (thresholds.TryGetValue(free.Variable, out List<Term>? known) && dice.Percent(85))
        {
            long threshold = Evaluator.Value(dice.Of(known), term => values[places[term]]);
            return Math.Clamp(threshold + dice.Of([-1L, 0, 1, -300, 300, -20000, 20000]), free.Min, free.Max);
        }

        return dice.Between(free.Min, free.Max);
    }
}
