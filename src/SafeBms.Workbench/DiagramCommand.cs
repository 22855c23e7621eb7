using System.Diagnostics;
using SafeBms.Specification;
using SafeBms.Specification.Model;
using SafeBms.Workbench.Diagrams;
using SafeBms.Workbench.Files;
using SafeBms.Workbench.Review;

namespace SafeBms.Workbench;

/// <summary>What <c>safebms-spec diagram</c> was asked for.</summary>
/// <param name="Folder">Folder of the specification.</param>
/// <param name="Target">Folder that is written to.</param>
/// <param name="Machine">Only this machine; null for all.</param>
/// <param name="Format"><c>html</c>, <c>svg</c> or <c>mermaid</c>.</param>
/// <param name="GraphvizProgram">The program that lays out; another name only in tests.</param>
public sealed record DiagramRequest(
    string Folder, string Target, string? Machine, string Format, string GraphvizProgram = "dot");

/// <summary><c>safebms-spec diagram</c>: draws the machines, or writes the reviewer's page.</summary>
public static class DiagramCommand
{
    // Below this a command needs no sign of life.
    private const int Silence_ms = 2000;

    /// <summary>Writes the files and returns the exit code. A specification with errors is not drawn.</summary>
    public static int Run(DiagramRequest request, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        Result<SpecificationModel> result = SpecificationReader.Read(SpecificationFolder.Read(request.Folder));
        if (result.Value is null || result.Diagnostics.Any(finding => finding.IsError))
        {
            int errors = result.Diagnostics.Count(finding => finding.IsError);
            error.WriteLine($"safebms-spec: the specification has {errors} errors, so there is nothing to draw; "
                + $"'safebms-spec check --spec {request.Folder}' names them");
            return WorkbenchCommands.Findings;
        }

        SpecificationModel model = result.Value;
        List<MachineInfo> machines = Chosen(model, request);
        switch (request.Format)
        {
            case "mermaid":
                foreach (MachineInfo machine in machines)
                {
                    Write(request, machine.Name + ".mmd", MermaidDiagram.Write(machine), output);
                }

                break;
            case "svg":
                foreach ((MachineInfo machine, string drawing) in Draw(model, machines, request, error))
                {
                    Write(request, machine.Name + ".svg", Graphviz.Standalone(drawing), output);
                }

                break;
            default:
                Dictionary<string, string> drawings = Draw(model, machines, request, error)
                    .ToDictionary(item => item.Machine.Name, item => item.Drawing, StringComparer.Ordinal);
                Write(request, "specification.html", new ReviewPage(model, drawings).Write(), output);
                break;
        }

        return WorkbenchCommands.Clean;
    }

    private static List<MachineInfo> Chosen(SpecificationModel model, DiagramRequest request)
    {
        List<MachineInfo> all = [.. model.Machines, model.ShutdownMachine];
        if (request.Machine is null)
        {
            // A block has no states to draw; the page lists what it computes.
            return request.Format == "mermaid" ? all : [.. all.Where(machine => machine.States.Count > 0)];
        }

        if (request.Format == "html")
        {
            throw new UnusableException(
                "the html page shows the whole specification; use --machine with --format svg or mermaid");
        }

        MachineInfo machine = all.FirstOrDefault(item => item.Name == request.Machine)
            ?? throw new UnusableException($"there is no machine '{request.Machine}'; there are "
                + string.Join(", ", all.Select(item => item.Name)));
        return machine.States.Count > 0 || request.Format == "mermaid"
            ? [machine]
            : throw new UnusableException($"'{machine.Name}' has no states to draw; it only computes outputs");
    }

    private static IEnumerable<(MachineInfo Machine, string Drawing)> Draw(
        SpecificationModel model, List<MachineInfo> machines, DiagramRequest request, TextWriter error)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ModelText text = new(model);
        for (int index = 0; index < machines.Count; index++)
        {
            MachineInfo machine = machines[index];
            if (watch.ElapsedMilliseconds > Silence_ms)
            {
                error.WriteLine($"drawing {index + 1} of {machines.Count}: {machine.Name}");
            }

            string source = GraphvizDiagram.Write(machine, expression => text.Of(machine, expression));
            string title = $"State diagram of {machine.Name}";
            yield return (machine, Graphviz.Render(source, title, request.GraphvizProgram));
        }
    }

    private static void Write(DiagramRequest request, string name, string text, TextWriter output)
    {
        string path = Path.Combine(request.Target, name);
        AtomicFile.Write(path, text);
        output.WriteLine(path);
    }
}
