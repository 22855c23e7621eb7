using System.Globalization;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;
using static SafeBms.Coverage.YamlFields;

namespace SafeBms.Coverage.Machines;

/// <summary>A file of tests, read.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Fingerprint">Of the machine for which it was written, see
/// <see cref="MachineTestWriter.Fingerprint"/>.</param>
/// <param name="Tests">The tests.</param>
public sealed record MachineTestFile(MachineInfo Machine, string Fingerprint, IReadOnlyList<MachineTest> Tests)
{
    /// <summary>Reads a file.</summary>
    /// <param name="model">The specification.</param>
    /// <param name="path">Name for messages.</param>
    /// <param name="content">The bytes.</param>
    /// <exception cref="FormatException">The file is not a file of tests for this specification; the message says where
    /// and what.</exception>
    public static MachineTestFile Read(SpecificationModel model, string path, byte[] content) =>
        new Reader(model, path).Read(content);

    private sealed class Reader(SpecificationModel model, string path)
    {
        private readonly ValueWords words = new(model);
        private MachineInfo machine = model.ShutdownMachine;
        private Dictionary<string, int> drives = [];
        private IReadOnlyList<Drive> driveList = [];

        public MachineTestFile Read(byte[] content)
        {
            YamlMapping root = Document(path, content);
            Allow(root, "machine", "fingerprint", "tests");
            YamlScalar name = Scalar(root, "machine");
            machine = model.Machines.Append(model.ShutdownMachine)
                .FirstOrDefault(candidate => candidate.Name == name.Value)
                ?? throw Wrong(name, $"there is no machine '{name.Value}'");
            driveList = Drive.Of(model, machine);
            drives = Enumerable.Range(0, driveList.Count).ToDictionary(at => driveList[at].Name);
            return new MachineTestFile(
                machine,
                Scalar(root, "fingerprint").Value,
                [.. List(root, "tests").Select(item => Test(Mapping(item)))]);
        }

        private MachineTest Test(YamlMapping test)
        {
            Allow(test, "test", "reaches", "product", "parameters", "retained", "steps");
            MachineStart start = new(
                Scalar(test, "product").Value,
                Values(test, "parameters", key => model.Parameters.Parameters
                    .FirstOrDefault(parameter => parameter.Name == key && !parameter.IsConstant)?.Type),
                Values(test, "retained", key => machine.Variables
                    .FirstOrDefault(variable => variable.Name == key && variable.Retain)?.Type));
            return new MachineTest(
                Scalar(test, "test").Value,
                [.. List(test, "reaches").Select(item => Scalar(item).Value)],
                start,
                [.. List(test, "steps").Select(item => Step(Mapping(item)))]);
        }

        private TestStep Step(YamlMapping step)
        {
            Allow(step, "set", "scans", "expect");
            YamlScalar scans = Scalar(step, "scans");
            if (!int.TryParse(scans.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || number < 1)
            {
                throw Wrong(scans, "a number of scans from 1 belongs here");
            }

            List<KeyValuePair<int, DriveValue>> set = [];
            foreach (YamlEntry entry in Entries(step, "set"))
            {
                if (!drives.TryGetValue(entry.Key.Value, out int drive))
                {
                    throw Wrong(entry.Key, $"{machine.Name} reads nothing of the name '{entry.Key.Value}'");
                }

                string text = Text(entry);
                set.Add(new(drive, words.Read(driveList[drive], text)
                    ?? throw Wrong(entry.Value, $"'{text}' is no value of {entry.Key.Value}")));
            }

            return new TestStep(set, number, [.. Values(step, "expect", row => ValueWords.TypeOf(machine, row))]);
        }

        private Dictionary<string, long> Values(YamlMapping from, string key, Func<string, ExprType?> typeOf)
        {
            Dictionary<string, long> values = new(StringComparer.Ordinal);
            foreach (YamlEntry entry in Entries(from, key))
            {
                ExprType type = typeOf(entry.Key.Value)
                    ?? throw Wrong(entry.Key, $"'{entry.Key.Value}' is nothing that can stand under '{key}'");
                string text = Text(entry);
                values.Add(entry.Key.Value, words.Read(type, text)
                    ?? throw Wrong(entry.Value, $"'{text}' is no value of {entry.Key.Value}"));
            }

            return values;
        }
    }
}
