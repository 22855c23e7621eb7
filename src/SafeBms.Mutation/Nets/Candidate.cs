using SafeBms.Laboratory;
using SafeBms.Specification;
using SafeBms.Specification.Model;

namespace SafeBms.Mutation.Nets;

/// <summary>A mutant that can be read and generates other code than the original.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Machine">The machine whose file alone differs, with its text; null if more differs.</param>
/// <param name="Code">Hash of the generated code: two mutants with the same one are the same.</param>
internal sealed record Candidate(Mutant Mutant, MutantMachine? Machine, string Code);

/// <summary>The first net, and what can be known without running anything.</summary>
internal sealed class Sieve
{
    private readonly IReadOnlyList<SpecificationFile> files;
    private readonly SpecificationModel model;
    private readonly Dictionary<string, YamlDocumentOf> documents;
    private readonly Dictionary<string, string> original;

    internal Sieve(
        IReadOnlyList<SpecificationFile> files,
        SpecificationModel model,
        IReadOnlyDictionary<string, string> sources)
    {
        this.files = files;
        this.model = model;
        documents = files.ToDictionary(
            file => file.Path,
            file => new YamlDocumentOf(file, SpecificationReader.Parse(file)),
            StringComparer.Ordinal);
        original = GeneratedText.Bare(sources);
    }

    private sealed record YamlDocumentOf(SpecificationFile File, Specification.Yaml.YamlDocument Document);

    /// <summary>The files of a mutant.</summary>
    internal IReadOnlyList<SpecificationFile> FilesOf(Mutant mutant) =>
        [.. files.Select(file => file.Path == mutant.File ? Changed(mutant) : file)];

    /// <summary>The model of a mutant, or the findings of the check.</summary>
    internal Result<SpecificationModel> Read(Mutant mutant) => SpecificationReader.Bind(
        [.. documents.Values.Where(item => item.File.Path != mutant.File).Select(item => item.Document),
            SpecificationReader.Parse(Changed(mutant))]);

    /// <summary>A result if the check refuses it or its code is the original's, else a candidate.</summary>
    internal (MutantResult? Result, Candidate? Candidate) Sift(Mutant mutant)
    {
        Result<SpecificationModel> read = Read(mutant);
        if (read.Value is null)
        {
            Diagnostic first = read.Diagnostics.First(finding => finding.IsError);
            return (new MutantResult(mutant.Id, MutantResult.Nets.Check, [first.Id], first.Message), null);
        }

        Dictionary<string, string> code = GeneratedText.Bare(CompiledCore.Emit(read.Value));
        string[] changed = [.. code.Where(item => original.GetValueOrDefault(item.Key) != item.Value)
            .Select(item => item.Key)];
        if (changed.Length == 0 && code.Count == original.Count)
        {
            const string Same = "generates the same code as the original";
            return (new MutantResult(mutant.Id, MutantResult.Nets.Equivalent, [], Same), null);
        }

        string all = string.Join('\n', changed.Select(name => name + '\n' + code[name]));
        string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(all)));
        return (null, new Candidate(mutant, StandIn(mutant, changed, code), hash));
    }

    private MutantMachine? StandIn(Mutant mutant, string[] changed, Dictionary<string, string> code)
    {
        MachineInfo? machine = model.Machines.FirstOrDefault(candidate => candidate.Name == mutant.Machine);
        if (machine is null || changed is not [string only])
        {
            return null;
        }

        string name = Generator.SpecificationEmitter.MachineClass(machine);
        return only == WorkshopSource.FileOf(name) && WorkshopSource.FitsIn(original[only], code[only], name)
            ? new MutantMachine(0, machine, code[only])
            : null;
    }

    private SpecificationFile Changed(Mutant mutant) => new(
        mutant.File,
        System.Text.Encoding.UTF8.GetBytes(
            mutant.Apply(System.Text.Encoding.UTF8.GetString(documents[mutant.File].File.Content))));
}
