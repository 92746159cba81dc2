using System.Globalization;
using RnnToolkit.Tooling.Processes;
using RnnToolkit.Tooling.Providers;

namespace RnnToolkit.Tooling.Commands;

/// <summary>Builds, publishes, packs and checks the product.</summary>
internal static class Product
{
    static readonly (string Project, string Program)[] s_programs =
        [("Trainer", "trainer"), ("Exporter", "exporter"), ("Scorer", "scorer")];

    /// <summary>What the programs are built from. Providers.props names the versions of the packages made on this machine.</summary>
    static readonly string[] s_inputs =
    [
        "src", "configs", "data", "eng", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Providers.props", "global.json",
        "nuget.config",
    ];

    static string Solution => Repository.PathTo("RnnToolkit.sln");

    public static string PathToProgram(string name) =>
        Repository.PathTo("bin", OperatingSystem.IsWindows() ? name + ".exe" : name);

    public static void Build()
    {
        using var stage = Stage.Start("build the solution");
        Child.RunLogged("build", "dotnet", ["build", Solution, "--configuration", "Release"]);
        stage.Done();
    }

    /// <summary>Publishes the three programs to bin/ unless they are there and nothing that they are built from has changed.</summary>
    public static void Publish()
    {
        var stamp = Repository.PathTo("artifacts", "stamps", "programs");
        var fingerprint = Fingerprint.OfPaths([.. s_inputs.Select(name => Repository.PathTo(name))]);
        if (File.Exists(stamp) && File.ReadAllText(stamp) == fingerprint && s_programs.All(each => File.Exists(PathToProgram(each.Program))))
        {
            return;
        }

        foreach (var (project, program) in s_programs)
        {
            using var stage = Stage.Start($"publish bin/{program}");
            Child.RunLogged($"publish-{program}", "dotnet",
            [
                "publish", Repository.PathTo("src", project, $"{project}.csproj"), "--configuration", "Release",
                "--output", Repository.PathTo("bin"),
            ]);
            stage.Done();
        }
        Files.WriteAtomically(stamp, fingerprint);
    }

    public static void CheckFormat()
    {
        using var stage = Stage.Start("check the format of every source file");
        Child.RunLogged("restore", "dotnet", ["restore", Solution]);
        var result = Child.TryRunLogged("format", "dotnet", ["format", Solution, "--verify-no-changes", "--no-restore"]);
        if (result.ExitCode != 0)
        {
            foreach (var line in result.Output)
            {
                Console.WriteLine(line.Replace(Repository.PathTo() + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
            }
            throw new BuildException("some files do not follow .editorconfig; 'dotnet format RnnToolkit.sln' corrects them");
        }
        stage.Done();
    }

    /// <summary>Packs the libraries for other projects and the programs as .NET tools into artifacts/packages.</summary>
    /// <param name="standIns">Where ONNX Runtime is packed here, it is included: the folder then has all that the Inference library needs.</param>
    public static void Pack(StandIns standIns)
    {
        var output = Files.EmptyFolder(Repository.PathTo("artifacts", "packages"));
        using (var stage = Stage.Start("pack the libraries and the tools"))
        {
            Child.RunLogged("pack", "dotnet", ["pack", Solution, "--configuration", "Release", "--output", output]);
            stage.Done();
        }
        if (standIns.OnnxRuntime is { } version)
        {
            OnnxRuntimeStandIn.CopyTo(output, version);
        }
        foreach (var package in Directory.EnumerateFiles(output).Order(StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Repository.Relative(package)}, {new FileInfo(package).Length / 1e3:0} kB"));
        }
    }

    /// <summary>Removes everything that this build made; runs/ and models/ are the user's own work and are kept.</summary>
    public static void Clean()
    {
        foreach (var folder in new[] { "artifacts", "bin" })
        {
            Files.DeleteFolder(Repository.PathTo(folder));
        }
        foreach (var package in Directory.EnumerateFiles(Repository.PathTo("shim", "feed"), "*.nupkg"))
        {
            File.Delete(package);
        }
        File.Delete(Repository.PathTo("Providers.props"));
    }
}
