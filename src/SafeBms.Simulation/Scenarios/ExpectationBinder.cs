namespace SafeBms.Simulation.Scenarios;

/// <summary>Gives expectations and moments their conditions.</summary>
internal static class ExpectationBinder
{
    public static Expectation Bind(ScenarioExpectation source, INameSpace names)
    {
        Condition[] conditions = [.. source.Conditions.Select(c => Parse(c, names))];
        return source.Kind switch
        {
            ExpectationKind.At => new AtExpectation(source, Wait(source.From, names), conditions[0]),
            ExpectationKind.Within => new WithinExpectation(source, Wait(source.From, names), conditions[0]),
            ExpectationKind.Order => new OrderExpectation(source, Wait(source.From, names), conditions),
            _ => new PeriodExpectation(
                source, Wait(source.From, names), source.To is null ? null : Wait(source.To, names), conditions[0]),
        };
    }

    public static Waiting Wait(Moment moment, INameSpace names) =>
        new(moment, moment.Condition is null ? null : Parse(moment.Condition, names));

    private static Condition Parse(PlacedText text, INameSpace names) =>
        Condition.Parse(text.Text, names, text.Line, text.Column);
}
