using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SafeBms.Core;
using SafeBms.Runtime.Mailbox;
using SafeBms.Simulation.Recording;

namespace SafeBms.Runtime.Commands;

/// <summary><c>safebms replay RECORD</c>: gives recorded inputs to the core again and compares every output.</summary>
internal static class ReplayCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        Argument<string> file =
            new("record") { Description = "A record made with 'run --record' or 'simulate --record'." };
        Option<bool> json = new("--json") { Description = "Prints JSON instead of text." };
        Command command = new("replay",
            "Gives the recorded inputs to the core again, scan by scan, and compares every output. The record "
            + "must have been made from the same specification. A damaged or cut off record is refused with its place.")
        {
            file,
            json,
        };
        command.SetAction(result => Replay(result.GetValue(file)!, result.GetValue(json)));
        return command;
    }

    private static int Replay(string path, bool asJson)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 65_536);
        RecordReader reader = new(stream);
        Check(reader.Header);
        CoreState state = default;
        ParameterSet parameters = Records.Parameters(reader.Header);
        if (!SafetyCore.TryStart(ref state, parameters, default, reader.Header.RetainedValid, out string? problem))
        {
            throw new RecordException($"The core refuses the record's parameters: {problem}");
        }

        string? difference = Compare(reader, ref state);
        if (asJson)
        {
            JsonObject answer = new()
            {
                ["record"] = path,
                ["product"] = reader.Header.Product,
                ["scans"] = reader.Scan,
                ["equal"] = difference is null,
                ["difference"] = difference,
            };
            Console.WriteLine(answer.ToJsonString(Indented));
        }
        else
        {
            Console.WriteLine(difference ?? string.Create(
                CultureInfo.InvariantCulture, $"{reader.Scan} scans repeated bit for bit ({reader.Header.Product})."));
        }

        return difference is null ? Exit.Success : Exit.Difference;
    }

    private static void Check(RecordHeader header)
    {
        if (header.SpecificationHash != Specification.Hash)
        {
            throw new RecordException(string.Create(
                CultureInfo.InvariantCulture,
                $"The record was made from another specification ({header.SpecificationHash:x16}) than this safebms "
                + $"({Specification.Text}); replay it with the program that was built from that one."));
        }

        if (header.Inputs != InputTable.Count || header.Outputs != OutputTable.Count
            || header.Parameters.Count != ParameterTable.Count)
        {
            throw new RecordException("The record has other signals or parameters than this safebms; replay it "
                + "with the program that wrote it.");
        }
    }

    private static string? Compare(RecordReader reader, ref CoreState state)
    {
        InputImage inputs = default;
        OutputImage outputs = OutputImage.Safe;
        while (reader.Next())
        {
            for (int i = 0; i < reader.Inputs.Length; i++)
            {
                InputTable.Set(ref inputs, i, reader.Inputs[i]);
            }

            SafetyCore.Scan(inputs, ref state, ref outputs);
            for (int i = 0; i < reader.Outputs.Length; i++)
            {
                long value = OutputTable.Get(outputs, i);
                if (value != reader.Outputs[i])
                {
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"Scan {reader.Scan - 1} differs: {OutputTable.Name(i)} was recorded as "
                        + $"{OutputTable.Text(i, reader.Outputs[i])} and is now {OutputTable.Text(i, value)}.");
                }
            }
        }

        return null;
    }
}
