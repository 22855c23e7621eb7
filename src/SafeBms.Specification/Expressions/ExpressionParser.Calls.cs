namespace SafeBms.Specification.Expressions;

/// <content>Calls, folds and <c>confirmed</c>.</content>
internal sealed partial class ExpressionParser
{
    private ExpressionSyntax? Call(Token function)
    {
        at++;
        if (Current.Kind == TokenKind.Name && tokens[at + 1] is { Kind: TokenKind.Name, Text: "in" } && IsFoldAhead())
        {
            return FoldCall(function);
        }

        List<ExpressionSyntax> arguments = [];
        if (!Is(")"))
        {
            do
            {
                ExpressionSyntax? argument = Implication();
                if (argument is null)
                {
                    return null;
                }

                if (function.Text == "confirmed" && Take("samples"))
                {
                    return Confirmed(function, arguments, argument);
                }

                arguments.Add(argument);
            }
            while (Take(","));
        }

        return Take(")")
            ? new CallSyntax(function.Text, arguments, function.Start, LengthFrom(function.Start))
            : Expected("',' or ')'");
    }

    // "v in G:" starts a fold, "v in {A}" is a comparison.
    private bool IsFoldAhead() => tokens[at + 2].Text != "{";

    private ExpressionSyntax? FoldCall(Token function)
    {
        NameSyntax variable = new(Current.Text, Current.Start, Current.Text.Length);
        at += 2;
        ExpressionSyntax? source = Primary();
        if (source is null)
        {
            return null;
        }

        if (!Take(":"))
        {
            return Expected("':'");
        }

        ExpressionSyntax? body = Implication();
        if (body is null)
        {
            return null;
        }

        return Take(")")
            ? new FoldSyntax(function.Text, variable, source, body, function.Start, LengthFrom(function.Start))
            : Expected("')'");
    }

    private ExpressionSyntax? Confirmed(Token function, List<ExpressionSyntax> arguments, ExpressionSyntax amount)
    {
        if (arguments.Count != 1 || !Take("of"))
        {
            return Expected("'confirmed(condition, n samples of input)'");
        }

        ExpressionSyntax? input = Primary();
        if (input is null)
        {
            return null;
        }

        return Take(")")
            ? new ConfirmedSyntax(arguments[0], amount, input, function.Start, LengthFrom(function.Start))
            : Expected("')'");
    }
}
