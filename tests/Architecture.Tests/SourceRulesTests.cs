using System.Text.RegularExpressions;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Architecture.Tests;

/// <summary>Rules that only the text of the source can tell.</summary>
public partial class SourceRulesTests
{
    // The product must not know whether it runs on the packages or on their stand-ins.
    [Fact]
    public void Source_OfTheProduct_HasNoConditionalCompilationAndNoReflectionOverTorchSharp() =>
        Assert.Empty(Lines("src", "tests").Where(line => Conditional().IsMatch(line.Text)).Select(line => line.Place));

    // What is printed and parsed must not depend on the machine's language.
    [Fact]
    public void Source_OfTheProduct_ChangesCaseInvariantly() =>
        Assert.Empty(Lines("src").Where(line => CultureCase().IsMatch(line.Text)).Select(line => line.Place));

    [Fact]
    public void Source_OfTheProduct_SeedsEveryGenerator() =>
        Assert.Empty(Lines("src").Where(line => UnseededRandom().IsMatch(line.Text)).Select(line => line.Place));

    [Fact]
    public void Source_OfTheProduct_TakesTheDateFromATimeProvider() =>
        Assert.Empty(Lines("src").Where(line => WallClock().IsMatch(line.Text)).Select(line => line.Place));

    static IEnumerable<(string Place, string Text)> Lines(params string[] folders) =>
        from folder in folders
        from path in Directory.GetFiles(Path.Combine(RepositoryFolder.Path, folder), "*.cs", SearchOption.AllDirectories)
        where Path.GetFileName(path) != $"{nameof(SourceRulesTests)}.cs"
        from line in File.ReadLines(path).Index()
        select ($"{Path.GetRelativePath(RepositoryFolder.Path, path)}:{line.Index + 1}", line.Item);

    [GeneratedRegex(@"^\s*#(if|elif|define)\b|Assembly\.Load\(|Type\.GetType\(""TorchSharp")]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\.(ToLower|ToUpper)\(\)")]
    private static partial Regex CultureCase();

    [GeneratedRegex(@"new Random\(\)|Random\.Shared")]
    private static partial Regex UnseededRandom();

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now|Environment\.TickCount")]
    private static partial Regex WallClock();
}
