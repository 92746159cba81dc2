using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RnnToolkit.Architecture.Tests;

/// <summary>Compares what our assemblies reference with the table in docs/architecture.md. What a package brings along is not ours to choose.</summary>
public class ReferenceRulesTests
{
    const string Preprocess = "RnnToolkit.Preprocess";
    const string Bundle = "RnnToolkit.Bundle";
    const string Datasets = "RnnToolkit.Datasets";
    const string CommandLine = "RnnToolkit.CommandLine";
    const string Graphs = "RnnToolkit.Graphs";
    const string Inference = "RnnToolkit.Inference";
    const string Hosting = "RnnToolkit.Inference.Hosting";
    const string Runs = "RnnToolkit.Runs";
    const string Reports = "RnnToolkit.Reports";
    const string DataCheck = "RnnToolkit.DataCheck";
    const string Search = "RnnToolkit.Search";
    const string HiddenMarkov = "RnnToolkit.HiddenMarkov";
    const string Kernels = "RnnToolkit.Kernels";
    const string WebApi = "RnnToolkit.WebApi";

    [Theory]
    [InlineData(Preprocess)]
    [InlineData(Bundle, Preprocess)]
    [InlineData(Datasets)]
    [InlineData(CommandLine, Bundle, Datasets, Runs, "System.CommandLine", "Spectre.Console", "Microsoft.Extensions.")]
    [InlineData(Graphs, Bundle, Preprocess, "Google.Protobuf")]
    [InlineData(Kernels)]
    [InlineData(Inference, Bundle, Preprocess, Kernels, "Microsoft.ML.OnnxRuntime")]
    [InlineData(Hosting, Bundle, Inference, "Microsoft.Extensions.")]
    [InlineData(Runs, Bundle, Preprocess)]
    [InlineData(Reports, Bundle, Preprocess, Runs)]
    [InlineData(DataCheck, Datasets, Preprocess)]
    [InlineData(Search)]
    [InlineData(HiddenMarkov)]
    [InlineData(
        "trainer", Bundle, Preprocess, Datasets, CommandLine, Runs, Reports, DataCheck, Search, HiddenMarkov,
        "TorchSharp", "System.CommandLine", "Spectre.Console", "Microsoft.Extensions.")]
    [InlineData(
        "exporter", Bundle, Preprocess, Datasets, CommandLine, Graphs, Inference, Runs, "Microsoft.ML.OnnxRuntime", "Google.Protobuf", "System.CommandLine", "Spectre.Console", "Microsoft.Extensions.")]
    [InlineData("scorer", Bundle, Preprocess, Datasets, CommandLine, Inference, Runs, "System.CommandLine", "Spectre.Console", "Microsoft.Extensions.")]
    [InlineData(
        WebApi, Bundle, Preprocess, Datasets, Inference, Hosting, "Microsoft.OpenApi", "Microsoft.AspNetCore", "Microsoft.AspNetCore.", "Microsoft.Extensions.", "Microsoft.Net.Http.Headers")]
    public void Assembly_OfTheProduct_ReferencesOnlyWhatItMay(string assembly, params string[] allowed)
    {
        string[] platform = ["System", "netstandard", "mscorlib", "Microsoft.Win32"];

        var forbidden = References(assembly)
            .Where(reference => !allowed.Any(name => name.EndsWith('.') ? reference.StartsWith(name, StringComparison.Ordinal) : reference == name))
            .Where(reference => !platform.Any(name => reference == name || reference.StartsWith(name + ".", StringComparison.Ordinal))
                || (reference.StartsWith("System.CommandLine", StringComparison.Ordinal) && !allowed.Contains("System.CommandLine")));

        Assert.Empty(forbidden);
    }

    // "Quiet" in docs/architecture.md: trainer data fetch is the one exception.
    [Theory]
    [InlineData(Preprocess), InlineData(Bundle), InlineData(Datasets), InlineData(CommandLine), InlineData(Runs), InlineData(Reports), InlineData(DataCheck)]
    [InlineData(Search), InlineData(HiddenMarkov), InlineData(Graphs), InlineData(Inference), InlineData(Hosting), InlineData("exporter"), InlineData("scorer")]
    public void Assembly_ButTheTrainer_ReferencesNoNetwork(string assembly) =>
        Assert.DoesNotContain(References(assembly), reference => reference.StartsWith("System.Net.", StringComparison.Ordinal) && reference is not "System.Net.Primitives");

    [Theory]
    [InlineData(Inference, "TorchSharp", "Google.Protobuf", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging.Abstractions", "CsvHelper")]
    [InlineData("exporter", "TorchSharp")]
    [InlineData(Graphs, "TorchSharp", "Microsoft.ML.OnnxRuntime", Inference, CommandLine, Datasets, "exporter")]
    [InlineData("scorer", "TorchSharp", "Google.Protobuf", "trainer", "exporter")]
    [InlineData(WebApi, "TorchSharp", "Google.Protobuf", CommandLine, "trainer", "exporter", "scorer")]
    [InlineData("trainer", "Google.Protobuf", "Microsoft.ML.OnnxRuntime", "exporter", Inference)]
    public void Assembly_AndOursThatItReaches_NeverReferencesWhatItMustNot(string assembly, params string[] forbidden) =>
        Assert.Empty(ReachedFrom(assembly, References).Intersect(forbidden));

    // The official TorchSharp references Google.Protobuf, which is not our choice.
    [Fact]
    public void ReachedFrom_ReferencesOfAPackage_AreLeftAlone()
    {
        var references = new Dictionary<string, string[]>
        {
            ["trainer"] = [Bundle, "TorchSharp"],
            [Bundle] = [Preprocess, "System.Runtime"],
            [Preprocess] = [],
            ["TorchSharp"] = ["Google.Protobuf"],
        };

        Assert.Equal([Bundle, "TorchSharp", Preprocess, "System.Runtime"], ReachedFrom("trainer", name => references[name]));
    }

    /// <summary>What an assembly of ours references, and what those of ours that it references do.</summary>
    static List<string> ReachedFrom(string assembly, Func<string, string[]> referencesOf)
    {
        var reached = new List<string>();
        var open = new Queue<string>([assembly]);
        while (open.TryDequeue(out var next))
        {
            foreach (var reference in referencesOf(next).Except(reached).ToList())
            {
                reached.Add(reference);
                if (IsOurs(reference))
                {
                    open.Enqueue(reference);
                }
            }
        }

        return reached;
    }

    static bool IsOurs(string assembly) => assembly.StartsWith("RnnToolkit.", StringComparison.Ordinal) || assembly is "trainer" or "exporter" or "scorer";

    // Every output of the product is next to this test.
    static string[] References(string assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
        Assert.True(File.Exists(path), $"{path} is missing");
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
