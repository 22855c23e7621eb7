namespace SafeBms.Mutation.Code;

/// <summary>What came of a mutant.</summary>
public enum CodeVerdict
{
    /// <summary>A test failed, or did not end in time.</summary>
    Killed,

    /// <summary>All tests that run through it pass, or no test does.</summary>
    Survived,

    /// <summary>Not judged: it does not compile, or the configuration left it out.</summary>
    NotJudged,
}

/// <summary>A mutant of code, from a report of Stryker.NET.</summary>
/// <param name="File">Path as in the report.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Text">The line as it is without the mutant; with the file's name it names the place, whatever
/// its number is by now.</param>
/// <param name="Change">What stands there, and what the mutant puts in its place.</param>
/// <param name="Status">Stryker's word: <c>Killed</c>, <c>Survived</c>, <c>NoCoverage</c>, <c>Timeout</c> ...</param>
public sealed record CodeMutant(string File, int Line, string Text, string Change, string Status)
{
    /// <summary>The name that a disposition gives it.</summary>
    public string Id => $"{Path.GetFileName(File)}: {Text}";

    /// <summary>What came of it.</summary>
    public CodeVerdict Verdict => Status switch
    {
        "Killed" or "Timeout" or "RuntimeError" => CodeVerdict.Killed,
        "Survived" or "NoCoverage" => CodeVerdict.Survived,
        _ => CodeVerdict.NotJudged,
    };
}
