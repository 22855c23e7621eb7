using SafeBms.Specification.Model;

namespace SafeBms.Specification.Checks;

/// <summary>Properties that say nothing, and witnesses that can never be seen, judged by ranges.</summary>
internal static class PropertyCheck
{
    /// <summary>Checks every property and witness.</summary>
    public static void Run(SpecificationModel model, DiagnosticBag bag)
    {
        RangeEvaluator monitor = new(model.Properties.Monitor.Steps);
        foreach (PropertyInfo property in model.Properties.Properties)
        {
            if (property.Always is not null && monitor.Known(property.Always) is { } value)
            {
                bag.Report(DiagnosticCatalogue.PropertyConstant, property.Span, property.Id, value ? "true" : "false");
            }
        }

        RangeEvaluator witness = new(model.Properties.Witness.Steps);
        foreach (WitnessInfo item in model.Properties.Witnesses.Where(item => witness.Known(item.Condition) == false))
        {
            bag.Report(DiagnosticCatalogue.WitnessConstant, item.Span, item.PropertyId, item.Text);
        }
    }
}
