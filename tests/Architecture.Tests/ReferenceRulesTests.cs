using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RnnToolkit.Architecture.Tests;

/// <summary>Holds the reference table of docs/architecture.md against the assemblies that were really built.</summary>
public class ReferenceRulesTests
{
    const string Preprocess = "RnnToolkit.Preprocess";
    const string Bundle = "RnnToolkit.Bundle";
    const string Datasets = "RnnToolkit.Datasets";
    const string CommandLine = "RnnToolkit.CommandLine";
    const string Graphs = "RnnToolkit.Graphs";
    const string Inference = "RnnToolkit.Inference";
    const string Hosting = "RnnToolkit.Inference.Hosting";
    const string WebApi = "RnnToolkit.WebApi";

    [Theory]
    [InlineData(Preprocess)]
    [InlineData(Bundle, Preprocess)]
    [InlineData(Datasets)]
    [InlineData(CommandLine, Bundle, Datasets, "System.CommandLine", "Microsoft.Extensions.")]
    [InlineData(Graphs, Bundle, Preprocess, "Google.Protobuf")]
    [InlineData(Inference, Bundle, Preprocess, "Microsoft.ML.OnnxRuntime")]
    [InlineData(Hosting, Bundle, Inference, "Microsoft.Extensions.")]
    [InlineData("trainer", Bundle, Preprocess, Datasets, CommandLine, "TorchSharp", "System.CommandLine", "Microsoft.Extensions.")]
    [InlineData(
        "exporter", Bundle, Preprocess, Datasets, CommandLine, Graphs, Inference, "Microsoft.ML.OnnxRuntime", "Google.Protobuf", "System.CommandLine", "Microsoft.Extensions.")]
    [InlineData("scorer", Bundle, Preprocess, Datasets, CommandLine, Inference, "System.CommandLine", "Microsoft.Extensions.")]
    [InlineData(WebApi, Bundle, Preprocess, Datasets, Inference, "Microsoft.AspNetCore", "Microsoft.AspNetCore.", "Microsoft.Extensions.", "Microsoft.Net.Http.Headers")]
    public void Assembly_OfTheProduct_ReferencesOnlyWhatItMay(string assembly, params string[] allowed)
    {
        string[] platform = ["System", "netstandard", "mscorlib", "Microsoft.Win32"];

        var forbidden = References(assembly)
            .Where(reference => !allowed.Any(name => name.EndsWith('.') ? reference.StartsWith(name, StringComparison.Ordinal) : reference == name))
            .Where(reference => !platform.Any(name => reference == name || reference.StartsWith(name + ".", StringComparison.Ordinal))
                || (reference.StartsWith("System.CommandLine", StringComparison.Ordinal) && !allowed.Contains("System.CommandLine")));

        Assert.Empty(forbidden);
    }

    [Theory]
    [InlineData(Inference, "TorchSharp", "Google.Protobuf", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging.Abstractions", "CsvHelper")]
    [InlineData("exporter", "TorchSharp")]
    [InlineData(Graphs, "TorchSharp", "Microsoft.ML.OnnxRuntime", Inference, CommandLine, Datasets, "exporter")]
    [InlineData("scorer", "TorchSharp", "Google.Protobuf", "trainer", "exporter")]
    [InlineData(WebApi, "TorchSharp", "Google.Protobuf", CommandLine, "trainer", "exporter", "scorer")]
    [InlineData("trainer", "Google.Protobuf", "Microsoft.ML.OnnxRuntime", "exporter", Inference)]
    public void Assembly_AndAllItLoads_NeverReachesWhatItMustNot(string assembly, params string[] forbidden)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([assembly]);
        while (open.TryDequeue(out var next))
        {
            foreach (var reference in References(next).Where(reached.Add))
            {
                open.Enqueue(reference);
            }
        }

        Assert.Empty(reached.Intersect(forbidden));
    }

    // Every output of the product lies beside this test; what does not is the platform's.
    static string[] References(string assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
        if (!File.Exists(path))
        {
            Assert.False(assembly.StartsWith("RnnToolkit", StringComparison.Ordinal) || assembly is "trainer" or "exporter" or "scorer", $"{path} is missing");
            return [];
        }

        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
