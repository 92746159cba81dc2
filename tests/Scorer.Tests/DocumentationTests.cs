using System.Text.RegularExpressions;

namespace RnnToolkit.Scorer.Tests;

/// <summary>Commands and options in docs and samples exist.</summary>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("docs/batch-scoring.md")]
    [InlineData("samples/batch-scoring/slurm-array.sh")]
    [InlineData("samples/batch-scoring/kubernetes-job.yaml")]
    [InlineData("samples/batch-scoring/spark_pipe.py")]
    public void Options_InDocsAndSamples_Exist(string file)
    {
        var streams = new StandardStreams(() => Stream.Null, () => Stream.Null);
        var known = Program.CreateCommand(streams).Subcommands.SelectMany(command => command.Options).Select(option => option.Name);
        string[] ofSlurm = ["--array", "--job-name", "--cpus-per-task", "--requeue", "--open-mode"];

        var mentioned = Option().Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Path, file))).Select(match => match.Value).Distinct().ToList();

        Assert.Contains("--input", mentioned);
        Assert.Empty(mentioned.Except(known).Except(ofSlurm));
    }

    [Fact]
    public void Options_OfScore_AreAllInTheDocs()
    {
        var streams = new StandardStreams(() => Stream.Null, () => Stream.Null);
        var score = Program.CreateCommand(streams).Subcommands.Single(command => command.Name == "score");
        var docs = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs/batch-scoring.md"));

        Assert.NotEmpty(score.Options);
        Assert.All(score.Options, option => Assert.Contains(option.Name, docs, StringComparison.Ordinal));
    }

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();
}
