namespace SafeBms.Runtime.Tests;

/// <summary>Runs the program in this process; only in the collection "console", which runs one by one.</summary>
internal static class ConsoleRun
{
    public static (int Code, string Out, string Error) Run(params string[] args)
    {
        TextWriter before = Console.Out;
        TextWriter errorBefore = Console.Error;
        StringWriter output = new();
        StringWriter error = new();
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            return (Program.Main(args), output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(before);
            Console.SetError(errorBefore);
        }
    }
}
