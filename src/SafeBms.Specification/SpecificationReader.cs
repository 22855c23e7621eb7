using SafeBms.Specification.Binding;
using SafeBms.Specification.Checks;
using SafeBms.Specification.Model;
using SafeBms.Specification.Yaml;

namespace SafeBms.Specification;

/// <summary>Reads a specification: files to a bound and checked model, or to findings. Pure; no content makes it
/// throw.</summary>
/// <remarks>Staged for incremental builds: <see cref="Parse"/> depends on one file only and its result has value
/// equality.</remarks>
public static class SpecificationReader
{
    /// <summary>Parses, binds and checks all files.</summary>
    /// <param name="files">Every <c>*.yaml</c> below the specification folder, without those of its <c>schema</c>
    /// folder.</param>
    public static Result<SpecificationModel> Read(IReadOnlyList<SpecificationFile> files) =>
        Bind([.. files.Select(Parse)]);

    /// <summary>Parses one file to a tree with places.</summary>
    public static YamlDocument Parse(SpecificationFile file) => StrictYaml.Parse(file);

    /// <summary>Binds and checks parsed files. The order of the files does not matter.</summary>
    public static Result<SpecificationModel> Bind(IReadOnlyList<YamlDocument> documents) =>
        Bind(documents, isWhole: true);

    /// <summary>Binds a part of a specification, such as one machine under test: the rules on what a whole one must
    /// contain (every input read, every requirement carried and so on) and the checks are left out. Never for what is
    /// compiled.</summary>
    public static Result<SpecificationModel> ReadFragment(IReadOnlyList<SpecificationFile> files) =>
        Bind([.. files.Select(Parse)], isWhole: false);

    private static Result<SpecificationModel> Bind(IReadOnlyList<YamlDocument> documents, bool isWhole)
    {
        DiagnosticBag bag = new();
        List<YamlDocument> ordered = [.. documents.OrderBy(document => document.Path, StringComparer.Ordinal)];
        foreach (Diagnostic diagnostic in ordered.SelectMany(document => document.Diagnostics))
        {
            bag.Add(diagnostic);
        }

        bool isReadable = !bag.HasErrors;
        FileSet files = FileSet.Sort(ordered, bag);
        if (!isReadable)
        {
            // An unreadable file would make every name in it unknown: form first, meaning afterwards.
            return new Result<SpecificationModel>(null, bag.Sorted());
        }

        SpecificationBinder binder = new(bag);
        SpecificationModel? model = binder.Bind(files);
        if (model is not null && !bag.HasErrors && isWhole)
        {
            CheckList.Run(model, bag);
        }

        foreach (Diagnostic diagnostic in isWhole ? binder.Late : [])
        {
            bag.Add(diagnostic);
        }

        return new Result<SpecificationModel>(bag.HasErrors ? null : model, bag.Sorted());
    }
}
