using System.CommandLine;
using System.Text.RegularExpressions;
using RnnToolkit.Scorer;
using RnnToolkit.TestSupport;

namespace RnnToolkit.Architecture.Tests;

/// <summary>What the README, the other documents and the workflow say must be so.</summary>
public partial class DocumentationTests
{
    static readonly string[] s_documents =
    [
        Path.Combine(RepositoryFolder.Path, "README.md"),
        Path.Combine(RepositoryFolder.Path, ".github", "workflows", "ci.yml"),
        .. new[] { "bench", "data", "docs", "samples", "shim" }.SelectMany(folder =>
            Directory.GetFiles(Path.Combine(RepositoryFolder.Path, folder), "*.md", SearchOption.AllDirectories)
                .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))),
    ];

    public static TheoryData<string> Documents => new(s_documents.Select(path => Path.GetRelativePath(RepositoryFolder.Path, path)));

    // A document may have no command of a kind. If none has one, the pattern no longer matches what the documents write, and its test checks nothing.
    [Theory]
    [InlineData("trainer")]
    [InlineData("exporter")]
    [InlineData("scorer")]
    public void CommandLinePattern_OverAllDocuments_FindsEveryProgram(string program) =>
        Assert.Contains(s_documents, path => CommandLine().Matches(File.ReadAllText(path)).Any(match => match.Groups["program"].Value == program));

    [Fact]
    public void OtherPatterns_OverAllDocuments_FindSomething() =>
        Assert.All([BuildCommand(), RunProject(), Link()], pattern =>
            Assert.True(s_documents.Any(path => pattern.IsMatch(File.ReadAllText(path))), $"no document matches {pattern}"));

    // The sample is a project of the solution, so what the README shows compiles.
    [Fact]
    public void Readme_SampleInAnApp_IsTheQuickStart()
    {
        var sample = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "samples", "QuickStart", "Program.cs"));

        Assert.Contains($"```csharp\n{sample}```", File.ReadAllText(s_documents[0]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_CommandsOfThePrograms_AreUnderstoodByThem(string document)
    {
        var programs = new Dictionary<string, RootCommand>
        {
            ["trainer"] = Trainer.Commands.TrainerCommand.Create(),
            ["exporter"] = Exporter.Program.CreateCommand(),
            ["scorer"] = Scorer.Program.CreateCommand(StandardStreams.OfProcess),
        };
        foreach (Match line in CommandLine().Matches(Text(document)))
        {
            var errors = programs[line.Groups["program"].Value].Parse(line.Groups["arguments"].Value).Errors;
            Assert.True(errors.Count == 0, $"{line.Value}: {string.Join("; ", errors.Select(error => error.Message))}");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_CommandsOfTheBuild_AreInBuildCs(string document)
    {
        var build = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "build.cs"));

        Assert.All(BuildCommand().Matches(Text(document)), match =>
            Assert.Contains($"new(\"{match.Groups["command"].Value}\"", build, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_ProjectsToRun_AreThere(string document) =>
        Assert.All(RunProject().Matches(Text(document)), match =>
            Assert.Single(Directory.GetFiles(Path.Combine(RepositoryFolder.Path, match.Groups["folder"].Value), "*.csproj")));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_LinksToFiles_LeadSomewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryFolder.Path, document))!;

        Assert.All(Link().Matches(Text(document)), match =>
            Assert.True(Path.Exists(Path.Combine(folder, match.Groups["path"].Value)), $"{document} links to {match.Groups["path"].Value}"));
    }

    static string Text(string document) => File.ReadAllText(Path.Combine(RepositoryFolder.Path, document));

    // An action without a full version would change under the project's feet.
    [Fact]
    public void Workflow_Actions_ArePinnedToAVersion()
    {
        var actions = Action().Matches(Text(".github/workflows/ci.yml"));

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(@"@v\d+\.\d+\.\d+$", action.Groups["action"].Value));
    }

    [GeneratedRegex(@"uses: (?<action>\S+)")]
    private static partial Regex Action();

    [GeneratedRegex(@"^(bin/)?(?<program>trainer|exporter|scorer) (?<arguments>[a-z-][^|<>\r\n]*)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"dotnet run build\.cs (?<command>[a-z]+)")]
    private static partial Regex BuildCommand();

    [GeneratedRegex(@"dotnet run --project (?<folder>[\w./-]+)")]
    private static partial Regex RunProject();

    [GeneratedRegex(@"\]\((?<path>[^)#:]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
