using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Architecture.Tests;

/// <summary>Rules about the source that neither the compiler nor its analyzers check.</summary>
public partial class SourceRulesTests
{
    const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;

    // The product must not know whether it runs on the packages or on their stand-ins.
    [Fact]
    public void Source_OfTheProduct_HasNoConditionalCompilationAndNoReflectionOverTorchSharp() =>
        Assert.Empty(Lines("src", "tests").Where(line => Conditional().IsMatch(line.Text)).Select(line => line.Place));

    // The analyzer says nothing about an entry that names nothing, and then nothing is banned.
    [Fact]
    public void BannedSymbols_EachEntry_NamesSomethingThatExists()
    {
        string[] files = [.. Directory.GetFiles(RepositoryFolder.Path, "BannedSymbols.txt"), .. Files("src", "BannedSymbols.txt")];
        var entries = files.SelectMany(File.ReadLines)
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            .Select(line => line.Split(';')[0])
            .ToList();

        Assert.NotEmpty(entries);
        Assert.Empty(entries.Except(entries.Select(TypeOf).Distinct().SelectMany(Ids)));
    }

    // A version that nothing asks for only looks as if it mattered.
    [Fact]
    public void PackageVersions_EachPin_IsReferencedOrTransitive()
    {
        var pins = XDocument.Load(Path.Combine(RepositoryFolder.Path, "Directory.Packages.props")).Descendants("ItemGroup")
            .Where(group => !group.Attribute("Label")!.Value.StartsWith("Transitive", StringComparison.Ordinal))
            .SelectMany(group => group.Elements("PackageVersion"))
            .Select(pin => pin.Attribute("Include")!.Value);
        var references = new[] { "src", "tests", "samples", "bench", "eng" }
            .SelectMany(folder => Files(folder, "*.csproj").Concat(Files(folder, "*.targets")))
            .Append(Path.Combine(RepositoryFolder.Path, "Directory.Build.targets"))
            .SelectMany(path => XDocument.Load(path).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value)
            .ToHashSet();

        Assert.NotEmpty(references);
        Assert.Empty(pins.Except(references));
    }

    static IEnumerable<(string Place, string Text)> Lines(params string[] folders) =>
        from folder in folders
        from path in Files(folder, "*.cs")
        where Path.GetFileName(path) != $"{nameof(SourceRulesTests)}.cs"
        from line in File.ReadLines(path).Index()
        select ($"{Path.GetRelativePath(RepositoryFolder.Path, path)}:{line.Index + 1}", line.Item);

    static string[] Files(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(RepositoryFolder.Path, folder), pattern, SearchOption.AllDirectories);

    /// <summary>The type of a documentation ID: <c>M:System.Console.Write(System.Char)</c> is about System.Console.</summary>
    static Type TypeOf(string id)
    {
        var name = id.Split('(')[0][2..];
        name = id.StartsWith("T:", StringComparison.Ordinal) ? name : name[..name.LastIndexOf('.')];
        return typeof(object).Assembly.GetType(name) ?? typeof(Console).Assembly.GetType(name) ?? throw new InvalidOperationException($"{id}: no such type");
    }

    /// <summary>The documentation IDs of a type and its public members.</summary>
    static IEnumerable<string> Ids(Type type) =>
    [
        $"T:{type.FullName}",
        .. type.GetProperties(Public).Select(property => $"P:{type.FullName}.{property.Name}"),
        .. type.GetConstructors(Public).Select(constructor => $"M:{type.FullName}.#ctor{Parameters(constructor)}"),
        .. type.GetMethods(Public).Select(method => $"M:{type.FullName}.{method.Name}{Parameters(method)}"),
    ];

    static string Parameters(MethodBase method) =>
        method.GetParameters() is { Length: > 0 } parameters ? $"({string.Join(',', parameters.Select(parameter => Name(parameter.ParameterType)))})" : "";

    static string Name(Type type) =>
        type.IsByRef ? $"{Name(type.GetElementType()!)}@"
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Name))}}}"
        : type.FullName ?? type.Name;

    [GeneratedRegex(@"^\s*#(if|elif|define)\b|Assembly\.Load\(|Type\.GetType\(""TorchSharp")]
    private static partial Regex Conditional();
}
