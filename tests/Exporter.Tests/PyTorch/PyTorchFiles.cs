using System.Text.Json;

namespace RnnToolkit.Exporter.Tests.PyTorch;

/// <summary>Files that PyTorch wrote (make-files.py), and the logits that it gave for them.</summary>
sealed record PyTorchFiles(long[][] Ids, IReadOnlyDictionary<string, float[]> Logits)
{
    static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    static readonly Lazy<PyTorchFiles> s_instance = new(() => JsonSerializer.Deserialize<PyTorchFiles>(File.ReadAllText(PathOf("logits.json")), s_options)!);

    public static PyTorchFiles Instance => s_instance.Value;

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "PyTorch", "Files", file);
}
