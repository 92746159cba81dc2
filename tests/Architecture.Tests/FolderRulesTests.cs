using System.Text.RegularExpressions;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Architecture.Tests;

/// <summary>Folders of a project are rooms: arrows between them go one way, as docs/architecture.md draws them.</summary>
public partial class FolderRulesTests
{
    const string Root = "(root)";

    [Theory]
    [InlineData("Graphs")]
    [InlineData("Exporter")]
    [InlineData("Reports")]
    public void Folders_OfAProject_NameEachOtherInOneDirection(string project)
    {
        var arrows = Arrows(project);
        Assert.True(arrows.Count > 3, "too few arrows: the patterns no longer find them");

        // Whatever leads nowhere is taken away, again and again; only circles stay.
        var open = arrows.ToHashSet();
        while (open.RemoveWhere(arrow => open.All(other => other.From != arrow.To)) > 0)
        {
        }

        Assert.Empty(open);
    }

    /// <summary>Which folder names which: by a using, and by a type of the root, which needs none.</summary>
    static HashSet<(string From, string To)> Arrows(string project)
    {
        var folder = Path.Combine(RepositoryFolder.Path, "src", project);
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Select(path => (
            Room: Path.GetDirectoryName(Path.GetRelativePath(folder, path)) is { Length: > 0 } room ? room : Root,
            Text: Comment().Replace(File.ReadAllText(path), ""))).ToList();
        var types = files.Where(file => file.Room == Root).SelectMany(file => TypeName().Matches(file.Text)).Select(match => match.Groups["name"].Value).ToList();
        var usings = from file in files
                     from Match match in Regex.Matches(file.Text, $@"using (\w+ = )?RnnToolkit\.{project}\.(?<room>\w+)")
                     select (file.Room, match.Groups["room"].Value);
        var roots = from file in files
                    where file.Room != Root && types.Exists(type => Regex.IsMatch(file.Text, $@"\b{type}\b"))
                    select (file.Room, Root);
        return [.. usings.Concat(roots).Where(arrow => arrow.Item1 != arrow.Item2)];
    }

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(class|record|struct|enum) (?<name>[A-Z]\w+)")]
    private static partial Regex TypeName();
}
