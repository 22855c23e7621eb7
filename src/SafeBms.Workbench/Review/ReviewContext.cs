using System.Globalization;
using System.Text;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Review;

/// <summary>What all parts of the page share: texts, links, and who carries which requirement.</summary>
internal sealed class ReviewContext
{
    private readonly Dictionary<string, ParameterInfo> parameters;
    private readonly Dictionary<string, List<string>> carriers = new(StringComparer.Ordinal);

    internal ReviewContext(SpecificationModel model)
    {
        Model = model;
        Text = new ModelText(model);
        Machines = [.. model.Machines, model.ShutdownMachine];
        parameters = model.Parameters.Parameters.ToDictionary(item => item.Name, StringComparer.Ordinal);
        foreach (MachineInfo machine in Machines)
        {
            foreach (TransitionInfo transition in machine.States.SelectMany(state => state.Transitions))
            {
                string from = machine.States[transition.Source].Name;
                string label = $"{machine.Name}: {from} → {machine.States[transition.Target].Name}";
                Carry(transition.Requirements, Html.Link(Anchor(machine, transition), label));
            }
        }

        foreach (PropertyInfo property in model.Properties.Properties)
        {
            Carry(property.Requirements, Html.Link("property-" + property.Id, property.Id));
        }
    }

    internal SpecificationModel Model { get; }

    internal ModelText Text { get; }

    internal IReadOnlyList<MachineInfo> Machines { get; }

    /// <summary>Links to the transitions and properties that name the requirement.</summary>
    internal IReadOnlyList<string> CarriersOf(string requirement) => carriers.GetValueOrDefault(requirement) ?? [];

    internal static string Anchor(MachineInfo machine, TransitionInfo transition) =>
        string.Create(
            CultureInfo.InvariantCulture, $"t-{machine.Name}-{transition.Span.Line}-{transition.Span.Column}");

    /// <summary>Where it stands: <c>contactor.statemachine.yaml:24</c>.</summary>
    internal static string Place(SourceSpan span) =>
        $"<span class=\"place\">{Html.Escape(span.File)}:{span.Line.ToString(CultureInfo.InvariantCulture)}</span>";

    internal static string Requirements(IEnumerable<string> ids) =>
        string.Join(' ', ids.Select(id => $"<a class=\"tag\" href=\"#{Html.Escape(id)}\">{Html.Escape(id)}</a>"));

    internal static string Hazard(string id) =>
        id.Length == 0
            ? string.Empty
            : $"<a class=\"tag hazard\" href=\"#hazard-{Html.Escape(id)}\">{Html.Escape(id)}</a>";

    /// <summary>An expression as it was written, with every parameter's value at hand.</summary>
    internal string Expression(string source)
    {
        StringBuilder markup = new("<code>");
        string text = string.Join(' ', source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        int index = 0;
        while (index < text.Length)
        {
            int start = index;
            bool isName = IsNameStart(text[index]);
            while (index < text.Length && (isName ? IsNamePart(text[index]) : !IsNameStart(text[index])))
            {
                index++;
            }

            string part = text[start..index];
            if (isName && parameters.TryGetValue(part, out ParameterInfo? parameter))
            {
                string value = Text.Value(parameter.Type, parameter.Default);
                string title = Html.Escape($"{value}: {parameter.Meaning}");
                markup.Append("<a href=\"#parameter-").Append(part).Append("\" title=\"").Append(title).Append("\">");
                markup.Append(part).Append("</a>");
            }
            else
            {
                bool isWord = part is "and" or "or" or "not" or "implies" or "else" or "in";
                markup.Append(isWord ? $"<b>{part}</b>" : Html.Escape(part));
            }
        }

        return markup.Append("</code>").ToString();
    }

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_';

    // A hyphen and a dot belong to names (charge-permit.allowed), so that no part of them is taken for a parameter.
    private static bool IsNamePart(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.';

    private void Carry(IEnumerable<string> requirements, string link)
    {
        foreach (string id in requirements)
        {
            if (!carriers.TryGetValue(id, out List<string>? links))
            {
                carriers.Add(id, links = []);
            }

            links.Add(link);
        }
    }
}
