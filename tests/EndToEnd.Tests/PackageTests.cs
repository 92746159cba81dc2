using System.IO.Compression;
using System.Text.RegularExpressions;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.EndToEnd.Tests;

/// <summary>The packages: packed, installed from a folder, and used where there is nothing but them.</summary>
public sealed partial class PackageTests : IDisposable
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

    // As the README says: a nuget.config beside the app names the folder of the packages, and the user's own configuration stays as it is.
    [Fact]
    public async Task Libraries_InAnEmptyFolder_ScoreFromAnApp()
    {
        await Pack("Preprocess");
        await Pack("Bundle");
        await Pack("Kernels");
        await Pack("Inference");
        await Pack("Inference.Hosting");
        // The stand-in for ONNX Runtime, where this machine needs one; `build.cs pack` does the same.
        foreach (var package in Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "shim", "feed"), "Microsoft.ML.OnnxRuntime.*.nupkg"))
        {
            File.Copy(package, _temp["packages", Path.GetFileName(package)]);
        }

        new TinyBundle().Write(_temp["bundle"]);
        var config = ReadmeConfig().Match(File.ReadAllText(Path.Combine(RepositoryFolder.Path, "README.md"))).Groups[1].Value;
        _temp.Write("app/nuget.config", config.Replace("/path/to/RnnToolkit/artifacts/packages", _temp["packages"], StringComparison.Ordinal));
        _temp.Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RnnToolkit.Inference" Version="*-*" />
                <PackageReference Include="RnnToolkit.Inference.Hosting" Version="*-*" />
              </ItemGroup>
            </Project>
            """);
        _temp.Write("app/Program.cs", """
            using Microsoft.Extensions.DependencyInjection;
            using RnnToolkit.Inference;
            using RnnToolkit.Inference.Hosting;

            var services = new ServiceCollection().AddTextClassifier(options => options.BundlePath = args[0]);
            using var scorer = TextClassifier.Load(args[0]);
            Console.WriteLine($"{scorer.Classify("A great film.").Label}, {services.Count > 0}");
            """);

        // Into a package folder of its own, or the packages of this run would meet those of the next under the same version. What this machine has already is not fetched again.
        string[] build =
        [
            "build", "--configuration", "Release", "--output", "out", $"-p:RestorePackagesPath={_temp["cache"]}", $"-p:RestoreFallbackFolders={MachinePackages}",
        ];
        await Succeed(_temp["app"], "dotnet", build);
        var (exitCode, output, error) = await ProgramRunner.RunFile("dotnet", _temp["app"], Path.Combine("out", "app.dll"), _temp["bundle"]);

        Assert.True(exitCode == 0, error);
        Assert.Matches("^(negative|positive), True\r?\n$", output);
    }

    [Theory]
    [InlineData("Preprocess")]
    [InlineData("Kernels")]
    [InlineData("Inference")]
    [InlineData("Inference.Hosting")]
    [InlineData("Scorer")]
    public async Task Package_HasLicenceNoticesSymbolsAndAReadmeWithoutDeadLinks(string project)
    {
        await Pack(project);

        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(_temp["packages"], "*.nupkg")));
        Assert.Contains("<license type=\"expression\">MIT</license>", Text(Assert.Single(package.Entries, entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal))), StringComparison.Ordinal);
        Assert.Contains("ONNX Runtime", Text(package.GetEntry("THIRD-PARTY-NOTICES.md")!), StringComparison.Ordinal);
        // A relative link leads nowhere on a page of a package.
        Assert.DoesNotMatch(@"\]\((?!https://)", Text(package.GetEntry("README.md")!));
        if (project == "Scorer")
        {
            // A tool contains ONNX Runtime, so it has ONNX Runtime's own licence and notices.
            Assert.Contains(package.Entries, entry => entry.FullName.StartsWith("notices/microsoft.ml.onnxruntime/", StringComparison.Ordinal));
        }
        else
        {
            using var symbols = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(_temp["packages"], "*.snupkg")));
            Assert.Contains(symbols.Entries, entry => entry.Name == $"RnnToolkit.{project}.pdb");
        }

        // One time for every entry, and no folder of this machine in the assembly: that is what makes two clones pack the same bytes.
        Assert.Single(package.Entries.Select(entry => entry.LastWriteTime).Distinct());
        var assembly = package.Entries.First(entry => entry.Name is "scorer.dll" || entry.Name == $"RnnToolkit.{project}.dll");
        Assert.DoesNotContain(RepositoryFolder.Path, Latin1(assembly), StringComparison.Ordinal);

        static string Text(ZipArchiveEntry entry) => new StreamReader(entry.Open()).ReadToEnd();

        static string Latin1(ZipArchiveEntry entry) => new StreamReader(entry.Open(), System.Text.Encoding.Latin1).ReadToEnd();
    }

    public void Dispose() => _temp.Dispose();

    static string MachinePackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [GeneratedRegex("```xml\n(<configuration>.*?</configuration>)", RegexOptions.Singleline)]
    private static partial Regex ReadmeConfig();

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
