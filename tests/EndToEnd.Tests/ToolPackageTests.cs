using RnnToolkit.TestSupport;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>The .NET tools: packed, installed from a folder, and used where there is nothing but them.</summary>
public sealed class ToolPackageTests : IDisposable
{
    readonly TempDirectory _temp = new();

    [Fact]
    public async Task Tools_InstalledFromAFolder_GoTheWholeRoad()
    {
        string[] tools = ["Trainer", "Exporter", "Scorer"];
        await Task.WhenAll(tools.Select(Pack));
        foreach (var tool in tools)
        {
            // --source: only that folder is asked, so this needs no network.
            await Succeed("dotnet", ["tool", "install", $"RnnToolkit.{tool}", "--tool-path", _temp["tools"], "--source", _temp["packages"]]);
        }

        _temp.Write("work/reviews.csv", "id,text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => i % 2 == 0
            ? $"{i},\"Great cast, great plot, number {i}\",pos\n"
            : $"{i},\"Dull and far too long, number {i}\",neg\n")));

        // The sample and the presets come with the tool.
        await Succeed(Tool("trainer"), ["run", "--preset", "sample", "--models", "rnn1", "--epochs", "1", "--output", "runs/sample"]);
        await Succeed(Tool("trainer"), ["run", "--preset", "paper", "--data", "reviews.csv", "--models", "gru1", "--epochs", "1", "--output", "runs/own"]);
        await Succeed(Tool("exporter"), ["--to", "onnx", "--run", "runs/own"]);
        await Succeed(Tool("scorer"), ["verify", "--bundle", "models/gru1"]);
        await Succeed(Tool("scorer"), ["score", "--bundle", "models/gru1", "--input", "reviews.csv", "--output", "scores.csv"]);

        Assert.True(Directory.Exists(_temp["work", "runs", "sample", "rnn1", "best"]));
        Assert.Equal(["id", .. Enumerable.Range(0, 40).Select(i => $"{i}")], File.ReadLines(_temp["work", "scores.csv"]).Select(line => line.Split(',')[0]));
    }

    public void Dispose() => _temp.Dispose();

    /// <summary>Packs what this build made: nothing is compiled, so the other tests' files stay as they are.</summary>
    Task Pack(string tool)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var project = Path.Combine(RepositoryFolder.Path, "src", tool, $"{tool}.csproj");
        return Succeed(RepositoryFolder.Path, "dotnet", ["pack", project, "--no-build", "--configuration", configuration, "--output", _temp["packages"]]);
    }

    string Tool(string name) => _temp["tools", OperatingSystem.IsWindows() ? name + ".exe" : name];

    /// <summary>Runs in a folder that is neither the repository's nor below it.</summary>
    Task Succeed(string program, string[] args) => Succeed(Directory.CreateDirectory(_temp["work"]).FullName, program, args);

    static async Task Succeed(string folder, string program, string[] args)
    {
        var (exitCode, output, error) = await ProgramRunner.RunFile(program, folder, args);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', args)}: {exitCode}\n{output}{error}");
    }
}
