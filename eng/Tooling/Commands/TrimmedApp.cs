using System.Globalization;
using System.Runtime.InteropServices;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Commands;

/// <summary>Proves that an app that embeds the library can be one trimmed file: the linker must not warn, and the app must score.</summary>
internal static class TrimmedApp
{
    static readonly string[] s_texts = ["a great film", "a waste of time"];

    public static void PublishAndRun()
    {
        var bundle = Directory.Exists(Repository.PathTo("models"))
            ? Directory.EnumerateFiles(Repository.PathTo("models"), "bundle.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
        if (bundle is null)
        {
            throw new BuildException("models/ has no bundle to score with; run 'dotnet run build.cs demo' first");
        }

        var output = Files.EmptyFolder(Repository.PathTo("artifacts", "trimmed"));
        using (var stage = Stage.Start("publish samples/TrimmedApp"))
        {
            // Warnings of the linker are errors, as all are.
            Child.RunLogged("publish-trimmed", "dotnet",
            [
                "publish", Repository.PathTo("samples", "TrimmedApp", "TrimmedApp.csproj"), "--configuration", "Release",
                "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", output,
            ]);
            stage.Done();
        }

        var program = Directory.EnumerateFiles(output, "RnnToolkit.TrimmedApp*").Single(file => Path.GetExtension(file) is not ".pdb" and not ".xml");
        var directory = Path.GetDirectoryName(bundle)!;
        Console.WriteLine($"> {Repository.Relative(program)} {Repository.Relative(directory)}");
        foreach (var line in Child.RunLogged("run-trimmed", program, [directory, .. s_texts]).Output)
        {
            Console.WriteLine($"  {line}");
        }
        var megabytes = Directory.EnumerateFiles(output).Sum(file => new FileInfo(file).Length) / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  one file of {megabytes:0} MB; it gives the trainer's scores for the bundle's golden texts"));
    }
}
