using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Review;

/// <summary>The I/O dictionary on the page.</summary>
internal sealed class SignalTables(ReviewContext context)
{
    internal void Write(Html page)
    {
        SignalsModel signals = context.Model.Signals;
        page.Raw("<h3 id=\"inputs\">Inputs</h3>\n");
        page.Table("signals", "Input", "Range", "Safe", "Period", "Invalid after", "Meaning");
        InputRows(page, string.Empty, signals.Inputs);
        foreach (GroupInfo group in signals.Groups)
        {
            GroupRows(page, group, string.Empty);
        }

        page.EndTable().Raw("<h3 id=\"outputs\">Outputs</h3>\n");
        page.Table("signals", "Output", "Range", "Safe", "Driven by", "Meaning");
        foreach (OutputSignalInfo output in signals.Outputs)
        {
            IEnumerable<MachineInfo> drivers = context.Machines
                .Where(machine => machine.Outputs.Any(item => item.Drives == output.Name));
            page.Row(
                "output-" + output.Name,
                Html.Code(output.Name),
                Kind(output.Type),
                Html.Escape(context.Text.Value(output.Type, output.Safe)),
                string.Join(", ", drivers.Select(machine => Html.Link("machine-" + machine.Name, machine.Name))),
                Html.Escape(output.Meaning));
        }

        page.EndTable();
    }

    private void GroupRows(Html page, GroupInfo group, string prefix)
    {
        string name = $"{prefix}{group.Name}[0 … {group.ConfiguredParameter}-1]";
        InputRows(page, name + ".", group.Inputs);
        foreach (GroupInfo inner in group.Groups)
        {
            GroupRows(page, inner, name + ".");
        }
    }

    private void InputRows(Html page, string prefix, IEnumerable<InputInfo> inputs)
    {
        foreach (InputInfo input in inputs)
        {
            string clamp = input.Clamp ? " <small>clamped</small>" : string.Empty;
            page.Row(
                string.Empty,
                $"{Html.Code(prefix + input.Name)}{clamp}",
                Kind(input.Type),
                Html.Escape(context.Text.Value(input.Type, input.Safe)),
                Html.Escape(ModelText.Quantity("ms", input.Period_ms)),
                Html.Escape(ModelText.Quantity("ms", input.MaxAge_ms)),
                Html.Escape(input.Meaning));
        }
    }

    private static string Kind(ExprType type) => type.Kind switch
    {
        ValueKind.Bool => "true or false",
        ValueKind.Enum => Html.Code(type.EnumName),
        _ => Html.Escape(ModelText.Range(type)),
    };
}
