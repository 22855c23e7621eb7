using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Review;

/// <summary>Hazards, requirements, properties, parameters and products on the page.</summary>
internal sealed class Tables(ReviewContext context)
{
    internal void Hazards(Html page)
    {
        page.Table("hazards", "Hazard", "What must not happen", "Budget", "Paths to the safe output", "Guarded by");
        foreach (HazardInfo hazard in context.Model.Requirements.Hazards)
        {
            IEnumerable<string> machines = context.Machines.Where(item => item.Hazards.Contains(hazard.Id))
                .Select(item => Html.Link("machine-" + item.Name, item.Name));
            IEnumerable<string> properties = context.Model.Properties.Properties.Where(item => item.Hazard == hazard.Id)
                .Select(item => Html.Link("property-" + item.Id, item.Id));
            page.Row(
                "hazard-" + hazard.Id,
                $"<b class=\"tag hazard\">{Html.Escape(hazard.Id)}</b>",
                Html.Escape(hazard.Text),
                Html.Escape(ModelText.Quantity("ms", hazard.Ftti_ms)),
                string.Concat(hazard.Chains.Select(chain => Chain(hazard, chain))),
                string.Join(", ", machines.Concat(properties)));
        }

        page.EndTable();
    }

    internal void Requirements(Html page)
    {
        page.Table("requirements", "Id", "Requirement", "Hazard", "Source", "Carried by", "Line");
        foreach (RequirementInfo requirement in context.Model.Requirements.Requirements)
        {
            IReadOnlyList<string> carriers = context.CarriersOf(requirement.Id);
            string other = requirement.CarriedBy is "spec" or ""
                ? string.Empty
                : $"<span class=\"else\">{Html.Escape(requirement.CarriedBy)}</span> ";
            page.Row(
                requirement.Id,
                $"<b class=\"tag\">{Html.Escape(requirement.Id)}</b>",
                Html.Escape(requirement.Text),
                ReviewContext.Hazard(requirement.Hazard),
                $"<small>{Html.Escape(requirement.Source)}</small>",
                other + string.Join("<br>", carriers),
                Line(requirement.Span));
        }

        page.EndTable();
        Assumptions(page);
    }

    private void Assumptions(Html page)
    {
        page.Raw("<h3 id=\"assumptions\">Assumptions on the environment</h3>\n");
        page.Table("assumptions", "Name", "What is assumed", "Because", "Used by");
        foreach (AssumptionInfo assumption in context.Model.Requirements.Assumptions)
        {
            IEnumerable<string> users = context.Model.Properties.Properties
                .Where(item => item.Assumptions.Contains(assumption.Name))
                .Select(item => Html.Link("property-" + item.Id, item.Id));
            page.Row(
                "assumption-" + assumption.Name,
                Html.Code(assumption.Name),
                Html.Escape(assumption.Text),
                Html.Escape(assumption.Because),
                string.Join(", ", users));
        }

        page.EndTable();
    }

    internal void Properties(Html page)
    {
        ILookup<string, WitnessInfo> witnesses = context.Model.Properties.Witnesses.ToLookup(item => item.PropertyId);
        foreach (PropertyInfo property in context.Model.Properties.Properties)
        {
            page.Raw($"<article class=\"property\" id=\"property-{Html.Escape(property.Id)}\">");
            string reaction = Word(property.OnViolation);
            page.Raw($"<h3><span class=\"number\">{Html.Escape(property.Id)}</span> ");
            page.Raw($"{Html.Escape(property.Text)}</h3>\n");
            page.Raw($"<p class=\"facts\">{ReviewContext.Hazard(property.Hazard)} ");
            page.Raw($"{ReviewContext.Requirements(property.Requirements)} ");
            page.Raw($"<span class=\"chip\">verified by {Word(property.VerifiedBy)}</span> ");
            page.Raw($"<span class=\"chip {reaction}\">on violation: {reaction}</span> ");
            page.Raw($"{ReviewContext.Place(property.Span)}</p>\n");
            if (property.AlwaysText.Length > 0)
            {
                page.Raw($"<p class=\"formula\"><span>always</span> {context.Expression(property.AlwaysText)}</p>\n");
            }

            Line(page, "Evidence", property.Evidence.Length > 0 ? [Html.Escape(property.Evidence)] : []);
            Line(page, "Assumes", property.Assumptions.Select(item => Html.Link("assumption-" + item, item)));
            Line(page, "Except", property.Exceptions.Select(Html.Escape));
            Line(page, "Must have been seen", witnesses[property.Id].Select(item => context.Expression(item.Text)));
            page.Raw("</article>\n");
        }

        List<DefineStep> defines = [.. context.Model.Properties.Monitor.Steps.OfType<DefineStep>()];
        if (defines.Count > 0)
        {
            page.Raw("<h3 id=\"vocabulary\">Words that properties use</h3>\n");
            page.Table("computed", "Name", "Means", "Line");
            foreach (DefineStep define in defines)
            {
                string place = ReviewContext.Place(define.Span);
                page.Row(string.Empty, Html.Code(define.Name), context.Expression(define.Text), place);
            }

            page.EndTable();
        }
    }

    internal void Parameters(Html page)
    {
        page.Table("parameters", "Parameter", "Default", "Range", "Meaning", "Source", "Of no consequence", "Line");
        foreach (ParameterInfo parameter in context.Model.Parameters.Parameters)
        {
            string kind = parameter.Configurable ? "configurable" : parameter.PerProduct ? "by product" : "fixed";
            page.Row(
                "parameter-" + parameter.Name,
                $"{Html.Code(parameter.Name)} <span class=\"chip\">{kind}</span>",
                $"<b>{Html.Escape(context.Text.Value(parameter.Type, parameter.Default))}</b>",
                Html.Escape(ModelText.Range(parameter.Type)),
                Html.Escape(parameter.Meaning),
                $"<small>{Html.Escape(parameter.Source)}</small>",
                $"<small>{Html.Escape(parameter.Tolerance)}</small>",
                Line(parameter.Span));
        }

        page.EndTable().Raw("<h3 id=\"constraints\">What must hold among parameters</h3>\n");
        page.Table("constraints", "Constraint", "Always", "Because", "Line");
        foreach (ConstraintInfo constraint in context.Model.Parameters.Constraints)
        {
            page.Row(
                string.Empty,
                Html.Escape(constraint.Name),
                context.Expression(context.Text.Of(constraint.Condition)),
                Html.Escape(constraint.Because),
                Line(constraint.Span));
        }

        page.EndTable();
    }

    internal void Products(Html page)
    {
        List<ProductInfo> products = [.. context.Model.Products];
        page.Table("products", ["Parameter", "Default", .. products.Select(product => product.Title)]);
        foreach (ParameterInfo parameter in context.Model.Parameters.Parameters)
        {
            if (products.Any(product => product.Overrides.Any(item => item.Parameter == parameter.Name)))
            {
                page.Row(
                    string.Empty,
                    [
                        Html.Link("parameter-" + parameter.Name, parameter.Name),
                        Html.Escape(context.Text.Value(parameter.Type, parameter.Default)),
                        .. products.Select(product => Override(product, parameter)),
                    ]);
            }
        }

        page.EndTable();
    }

    private string Chain(HazardInfo hazard, HazardChain chain)
    {
        long most_ms = chain.Sum.Sum(term => term.Type.Max);
        string terms = string.Join(" + ", chain.Sum.Select(context.Text.Of));
        string share = (100.0 * most_ms / hazard.Ftti_ms).ToString("0", CultureInfo.InvariantCulture);
        string most = Html.Escape(ModelText.Quantity("ms", most_ms));
        return $"<div class=\"chain\"><b>{Html.Escape(chain.Name)}</b>: at most {most} ({share} %)<br>"
            + $"{context.Expression(terms)}</div>";
    }

    private string Override(ProductInfo product, ParameterInfo parameter)
    {
        ParameterOverride? given = product.Overrides.FirstOrDefault(item => item.Parameter == parameter.Name);
        return given is null
            ? "<span class=\"pale\">as default</span>"
            : $"<b>{Html.Escape(context.Text.Value(parameter.Type, given.Value))}</b>";
    }

    private static void Line(Html page, string head, IEnumerable<string> items)
    {
        string joined = string.Join("; ", items);
        if (joined.Length > 0)
        {
            page.Raw($"<p class=\"aside\"><span>{head}</span> {joined}</p>\n");
        }
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Line(SourceSpan span) =>
        $"<span class=\"place\">{span.Line.ToString(CultureInfo.InvariantCulture)}</span>";
}
