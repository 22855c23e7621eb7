using System.Globalization;
using SafeBms.Specification.Model;

namespace SafeBms.Workbench.Review;

/// <summary>One machine on the page: diagram, transitions, outputs by state, what it reads and remembers.</summary>
internal sealed class MachineSection(ReviewContext context, MachineInfo machine, string? drawing)
{
    internal void Write(Html page)
    {
        page.Raw($"<section class=\"machine\" id=\"machine-{machine.Name}\">\n<h3>{Html.Escape(machine.Name)}");
        page.Raw(string.Concat(machine.Hazards.Select(hazard => " " + ReviewContext.Hazard(hazard)))).Raw("</h3>\n");
        page.Element("p", machine.Purpose, "class=\"purpose\"");
        page.Raw("\n<p class=\"facts\">").Raw(ReviewContext.Place(machine.Span));
        if (machine.InstanceGroup.Length > 0)
        {
            page.Raw($" · one instance for each configured {Html.Code(machine.InstanceGroup)}");
        }

        if (machine.OnCorrupt >= 0)
        {
            page.Raw($" · a corrupt state enters <b>{Html.Escape(machine.States[machine.OnCorrupt].Name)}</b>");
        }

        page.Raw("</p>\n");
        if (drawing is not null)
        {
            page.Raw("<figure>").Raw(drawing).Raw("</figure>\n");
        }

        Transitions(page);
        OutputsByState(page);
        Computed(page);
        Actions(page);
        Details(page);
        page.Raw("</section>\n");
    }

    private void Transitions(Html page)
    {
        if (!machine.States.Any(state => state.Transitions.Count > 0))
        {
            return;
        }

        page.Raw("<h4>Transitions <small>in order of priority; an outer state's come first</small></h4>\n");
        page.Table("transitions", "From", "To", "When", "Because", "Requirement", "Line");
        foreach (StateInfo state in machine.States)
        {
            for (int index = 0; index < state.Transitions.Count; index++)
            {
                TransitionInfo transition = state.Transitions[index];
                string name = Html.Escape(state.Name);
                string target = Html.Escape(machine.States[transition.Target].Name);
                IEnumerable<string> actions = transition.Do.Select(action => context.Expression(action.Text));
                string then = transition.Do.Count == 0
                    ? string.Empty
                    : $"<div class=\"then\">then {string.Join("; ", actions)}</div>";
                page.Row(
                    ReviewContext.Anchor(machine, transition),
                    index == 0 ? $"<b>{name}</b>" : $"<span class=\"again\">{name}</span>",
                    transition.ToHistory ? $"<b>{target}</b> <small>(history)</small>" : $"<b>{target}</b>",
                    context.Expression(transition.Text) + then,
                    Html.Escape(transition.Because),
                    ReviewContext.Requirements(transition.Requirements),
                    Line(transition.Span));
            }
        }

        page.EndTable();
    }

    private void OutputsByState(Html page)
    {
        List<MachineOutputInfo> outputs = [.. machine.Outputs.Where(output => output.Is is null)];
        if (outputs.Count == 0)
        {
            return;
        }

        page.Raw("<h4>Outputs in each state <small>paler where inherited from an outer state</small></h4>\n");
        page.Table("matrix", ["State", .. outputs.Select(Head)]);
        foreach (StateInfo leaf in machine.States.Where(state => state.InitialChild < 0))
        {
            string kind = leaf.Index == machine.InitialLeaf ? " <small>initial</small>"
                : leaf.IsFinal ? " <small>final</small>" : string.Empty;
            string name = $"<b>{Html.Escape(leaf.Name)}</b>{kind} <span class=\"id\">{Text(leaf.Id)}</span>";
            page.Row(string.Empty, [name, .. outputs.Select(output => Cell(leaf, output))]);
        }

        page.EndTable();
    }

    private static string Head(MachineOutputInfo output) =>
        output.Drives.Length > 0 && output.Drives != output.Name ? $"{output.Name} → {output.Drives}" : output.Name;

    private string Cell(StateInfo leaf, MachineOutputInfo output)
    {
        for (int index = leaf.Index; index >= 0; index = machine.States[index].Parent)
        {
            OutputAssignment? given = machine.States[index].Outputs.FirstOrDefault(item => item.Output == output.Name);
            if (given is null)
            {
                continue;
            }

            string pale = index == leaf.Index ? string.Empty : " pale";
            if (given.Value is Literal literal)
            {
                string value = context.Text.Of(literal);
                string kind = value is "true" or "false" ? " " + value : string.Empty;
                return $"<span class=\"value{kind}{pale}\">{Html.Escape(value)}</span>";
            }

            return $"<span class=\"{pale.Trim()}\">{context.Expression(context.Text.Of(machine, given.Value))}</span>";
        }

        return string.Empty;
    }

    private void Computed(Html page)
    {
        List<MachineOutputInfo> outputs = [.. machine.Outputs.Where(output => output.Is is not null)];
        if (outputs.Count == 0)
        {
            return;
        }

        page.Raw("<h4>Computed outputs</h4>\n").Table("computed", "Output", "Is", "Drives", "Line");
        foreach (MachineOutputInfo output in outputs)
        {
            string optional = output.Type.MayBeInvalid ? " <small>may be invalid</small>" : string.Empty;
            page.Row(
                string.Empty,
                $"<b>{Html.Escape(output.Name)}</b>{optional}",
                context.Expression(context.Text.Of(machine, output.Is!)),
                output.Drives.Length > 0 ? Html.Code(output.Drives) : string.Empty,
                Line(output.Span));
        }

        page.EndTable();
    }

    private void Actions(Html page)
    {
        List<(StateInfo State, string When, ActionInfo Action)> actions =
        [
            .. machine.States.SelectMany(state => state.Entry.Select(action => (state, "on entry", action))
                .Concat(state.During.Select(action => (state, "while inside", action)))
                .Concat(state.Exit.Select(action => (state, "on exit", action)))),
        ];
        if (actions.Count == 0)
        {
            return;
        }

        page.Raw("<h4>Actions of states</h4>\n").Table("actions", "State", "When", "Action", "Line");
        foreach ((StateInfo state, string when, ActionInfo action) in actions)
        {
            string name = $"<b>{Html.Escape(state.Name)}</b>";
            page.Row(string.Empty, name, when, context.Expression(action.Text), Line(action.Span));
        }

        page.EndTable();
    }

    private void Details(Html page)
    {
        page.Raw("<details open><summary>What it reads, remembers and uses</summary>\n<div class=\"columns\">\n");
        List(page, "Reads", machine.Uses.Select(use => (Html.Code(use.Alias), Source(use))));
        List(page, "Remembers", machine.Variables.Select(Variable).Concat(machine.Timers.Select(Timer)));
        List(page, "Defines", machine.Steps.OfType<DefineStep>()
            .Select(define => (Html.Code(define.Name), context.Expression(define.Text))));
        List(page, "Parameters", context.Model.Parameters.Parameters
            .Where(parameter => machine.Parameters.Contains(parameter.Name)).Select(Parameter));
        page.Raw("</div></details>\n");
    }

    private static void List(Html page, string head, IEnumerable<(string Term, string Meaning)> items)
    {
        string entries = string.Concat(items.Select(item => $"<dt>{item.Term}</dt><dd>{item.Meaning}</dd>"));
        if (entries.Length > 0)
        {
            page.Raw($"<div><h5>{head}</h5><dl>{entries}</dl></div>\n");
        }
    }

    private (string Term, string Meaning) Variable(VariableInfo variable)
    {
        string start = context.Text.Value(variable.Type, variable.Initial);
        string range = variable.Type.Kind == ValueKind.Int ? $", {ModelText.Range(variable.Type)}" : string.Empty;
        string kept = variable.Retain
            ? $", retained ({context.Text.Value(variable.Type, variable.OnLoss)} if lost)"
            : string.Empty;
        return (Html.Code(variable.Name), Html.Escape($"starts {start}{range}{kept}"));
    }

    private (string Term, string Meaning) Timer(TimerInfo timer)
    {
        bool plain = timer.Resets is Unary { Operator: UnaryOperator.Not } unary
            && Expression(unary.Operand) == Expression(timer.Runs);
        string resets = plain ? string.Empty : $", resets on {Expression(timer.Resets)}";
        string start = timer.StartsAtLimit ? ", starts there" : string.Empty;
        return (
            Html.Code(timer.Name),
            $"timer while {Expression(timer.Runs)}{resets}, up to {Expression(timer.Limit)}{start}");
    }

    private (string Term, string Meaning) Parameter(ParameterInfo parameter)
    {
        string value = context.Text.Value(parameter.Type, parameter.Default);
        string link = Html.Link("parameter-" + parameter.Name, parameter.Name);
        return ($"{link} = {Html.Escape(value)}", Html.Escape(parameter.Source));
    }

    private string Expression(Expr expression) => context.Expression(context.Text.Of(machine, expression));

    private static string Source(UseInfo use)
    {
        string name = use.Output.Length > 0 ? $"{use.Source}.{use.Output}" : use.Source;
        return use.Kind switch
        {
            UseKind.Input => $"input {Html.Code(name)}",
            UseKind.Group => $"each {Html.Code(name)}",
            UseKind.MachineOutput => $"{Html.Link("machine-" + use.Source, name)}",
            UseKind.PreviousMachineOutput => $"{Html.Link("machine-" + use.Source, name)}, last scan",
            UseKind.MachineState => $"state of {Html.Link("machine-" + use.Source, use.Source)}",
            UseKind.PreviousMachineState => $"state of {Html.Link("machine-" + use.Source, use.Source)}, last scan",
            UseKind.Machine => $"each {Html.Link("machine-" + use.Source, use.Source)}",
            UseKind.PreviousMachine => $"each {Html.Link("machine-" + use.Source, use.Source)}, last scan",
            UseKind.PreviousWritten => $"output {Html.Code(name)} as written in the last scan",
            _ => "a property was violated in this scan",
        };
    }

    private static string Line(SourceSpan span) => $"<span class=\"place\">{Text(span.Line)}</span>";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
