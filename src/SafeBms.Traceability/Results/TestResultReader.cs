using System.Xml;
using System.Xml.Linq;

namespace SafeBms.Traceability.Results;

/// <summary>Reads the result files of test runners: TRX of <c>dotnet test</c>, and JUnit's XML.</summary>
public static class TestResultReader
{
    /// <summary>The cases of a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="content">The file.</param>
    /// <exception cref="TraceException">It is neither TRX nor JUnit, or was cut off.</exception>
    public static IReadOnlyList<CaseResult> Read(string file, Stream content)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(content, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null,
            });
            XElement root = XDocument.Load(reader).Root!;
            return root.Name.LocalName switch
            {
                "TestRun" => Trx(root),
                "testsuites" or "testsuite" => Junit(root),
                _ => throw Unusable(file, $"its root is <{root.Name.LocalName}>", null),
            };
        }
        catch (XmlException problem)
        {
            throw Unusable(file, problem.Message, problem);
        }
    }

    private static List<CaseResult> Trx(XElement root)
    {
        XNamespace space = root.Name.Namespace;
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (XElement test in root.Descendants(space + "UnitTest"))
        {
            XElement? method = test.Element(space + "TestMethod");
            if (method is not null)
            {
                names[Text(test, "id")] = $"{Text(method, "className")}.{Text(method, "name")}";
            }
        }

        return
        [
            .. root.Descendants(space + "UnitTestResult").Select(result => new CaseResult(
                names.GetValueOrDefault(Text(result, "testId")) ?? WithoutArguments(Text(result, "testName")),
                Text(result, "testName"),
                OfTrx(Text(result, "outcome")),
                result.Descendants(space + "Message").FirstOrDefault()?.Value.Trim() ?? string.Empty)),
        ];
    }

    // A missing outcome, or a word that is not known, is no success.
    private static Outcome OfTrx(string word) => word switch
    {
        "Passed" => Outcome.Passed,
        "NotExecuted" or "NotRunnable" or "Pending" or "Inconclusive" or "Disconnected" => Outcome.NotRun,
        _ => Outcome.Failed,
    };

    private static List<CaseResult> Junit(XElement root) =>
    [
        .. root.DescendantsAndSelf().Where(item => item.Name.LocalName == "testcase").Select(item =>
        {
            XElement? failure = item.Elements().FirstOrDefault(part => part.Name.LocalName is "failure" or "error");
            bool isSkipped = item.Elements().Any(part => part.Name.LocalName == "skipped");
            string display = $"{Text(item, "classname")}.{Text(item, "name")}";
            return new CaseResult(
                WithoutArguments(display),
                display,
                failure is not null ? Outcome.Failed : isSkipped ? Outcome.NotRun : Outcome.Passed,
                failure is null ? string.Empty : Message(failure));
        }),
    ];

    private static string Message(XElement failure) =>
        Text(failure, "message") is { Length: > 0 } text ? text : failure.Value.Trim();

    private static string WithoutArguments(string display)
    {
        int end = display.IndexOf('(', StringComparison.Ordinal);
        return end < 0 ? display : display[..end];
    }

    private static string Text(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value ?? string.Empty;

    private static TraceException Unusable(string file, string why, Exception? cause) => new(
        $"'{file}' is no result file of a test runner (TRX or JUnit): {why}; run the tests again, or remove it",
        cause!);
}
