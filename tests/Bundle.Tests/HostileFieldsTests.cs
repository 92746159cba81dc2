using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RnnToolkit.TestSupport;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Bundle.Tests;

/// <summary>Every field of every JSON file removed, repeated, and with 16 hostile values: refused by name, or understood to the last digit.</summary>
public sealed class HostileFieldsTests : IDisposable
{
    readonly TempDirectory _temp = new();

    [Fact]
    public void Manifest_AnyFieldRemovedOrHostile_IsRefusedByName()
    {
        var directory = _temp["lstm1"];
        ModelBundle.Write(directory, TinyManifest.Manifest, TinyManifest.Files);
        var path = Path.Combine(directory, ModelBundle.ManifestFile);
        var json = File.ReadAllText(path);
        var seal = ModelBundle.Read(directory).Manifest.ManifestSha256;

        Try<BundleFormatException, BundleManifest>(
            path,
            json,
            document =>
            {
                // Sealed anew, or the seal would be what refuses.
                var changed = Encoding.UTF8.GetBytes(document.Json.Replace(seal, ManifestSeal.Blank, StringComparison.Ordinal));
                if (document.Field != "manifestSha256")
                {
                    ManifestSeal.Apply(changed);
                }

                File.WriteAllBytes(path, changed);
                return Encoding.UTF8.GetString(changed);
            },
            () => ModelBundle.Read(directory).Manifest,
            ArtifactJson.Default.BundleManifest,
            mayBeMissing: ["graph.minimumOnnxRuntime", "files.golden.jsonl"]);
    }

    [Fact]
    public void CheckpointConfig_AnyFieldRemovedOrHostile_IsRefusedByName() =>
        TryInCheckpoint(Checkpoint.ConfigFile, checkpoint => checkpoint.Config, ArtifactJson.Default.CheckpointConfig);

    [Fact]
    public void CheckpointProbe_AnyFieldRemovedOrHostile_IsRefusedByName() =>
        TryInCheckpoint(Checkpoint.ProbesFile, checkpoint => Assert.Single(checkpoint.Probes), ArtifactJsonLines.Default.Probe);

    [Fact]
    public void CheckpointMetrics_AnyFieldRemovedOrHostile_IsRefusedByName() =>
        TryInCheckpoint(Checkpoint.MetricsFile, checkpoint => Assert.Single(checkpoint.Metrics), ArtifactJsonLines.Default.EpochMetrics);

    [Fact]
    public void CheckpointTestCounts_AnyFieldRemovedOrHostile_IsRefusedByName() =>
        TryInCheckpoint(Checkpoint.TestFile, checkpoint => checkpoint.Test!.Value, ArtifactJson.Default.ClassificationMetrics);

    [Fact]
    public void CheckpointTestReport_AnyFieldRemovedOrHostile_IsRefusedByName() =>
        TryInCheckpoint(Checkpoint.TestReportFile, checkpoint => checkpoint.TestReport!, ArtifactJson.Default.ClassificationReport);

    [Theory]
    [InlineData("model.bidirectional", "true or false")]
    [InlineData("model.dropout", "a finite number")]
    [InlineData("preprocessing.padding", "one of left, right")]
    [InlineData("preprocessing.steps", "a list, each item one of lowercase, expandAbbreviations, ")]
    [InlineData("labels", "a list, each item text")]
    public void CheckpointConfig_WithoutARequiredField_NamesItAndWhatItShouldHold(string field, string expected)
    {
        var directory = _temp["best"];
        TinyCheckpoint.Create().Write(directory);
        var path = Path.Combine(directory, Checkpoint.ConfigFile);
        File.WriteAllText(path, HostileJson.WithoutEachField(File.ReadAllText(path)).Single(document => document.Field == field).Json);

        var refusal = Assert.Throws<CheckpointFormatException>(() => Checkpoint.Read(directory));

        Assert.StartsWith($"{path}: {field}: found no such field, expected {expected}", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    void TryInCheckpoint<T>(string file, Func<Checkpoint, T> part, JsonTypeInfo<T> type)
    {
        var directory = _temp["best"];
        var checkpoint = TinyCheckpoint.Create();
        var report = ClassificationReport.Of(checkpoint.Config.Labels, [0, 1], _ => [0.75], threshold: 0.5);
        (checkpoint with { Metrics = [checkpoint.Metrics[0]], Probes = [checkpoint.Probes[1]], TestReport = report }).Write(directory); // a document a file
        var path = Path.Combine(directory, file);
        Try<CheckpointFormatException, T>(
            path,
            File.ReadAllText(path),
            document =>
            {
                File.WriteAllText(path, document.Json.ReplaceLineEndings(" "));
                return document.Json;
            },
            () => part(Checkpoint.Read(directory)),
            type,
            mayBeMissing: []);
    }

    static void Try<TException, T>(
        string path, string json, Func<HostileDocument, string> write, Func<T> read, JsonTypeInfo<T> type, string[] mayBeMissing)
        where TException : ArtifactFormatException
    {
        var documents = HostileJson.WithoutEachField(json).Concat(HostileJson.WithHostileValues(json)).ToList();
        var (refused, problems) = (0, new List<string>());
        foreach (var document in documents)
        {
            var written = write(document);
            try
            {
                // What is taken must be taken as it is: nothing ignored, nothing made up. A whole number of 20 digits is a good double, rounded.
                var taken = JsonSerializer.SerializeToElement(read(), type);
                var isMissing = document.Fault == "removed";
                if (isMissing ? !mayBeMissing.Contains(document.Field) : !(JsonElement.DeepEquals(taken, JsonElement.Parse(written)) || document.Fault == "huge integer"))
                {
                    problems.Add($"{document}: taken");
                }
            }
            catch (TException refusal)
            {
                refused++;
                var name = document.Field.Split('.')[^1].Split('[')[0];
                if (!(refusal.Message.Contains(name, StringComparison.OrdinalIgnoreCase) || IsFaultOfTheDocument(document) || IsAboutAnotherFile(refusal, path)))
                {
                    problems.Add($"{document}: not named in: {refusal.Message}");
                }

                if (refusal.Message.Any(char.IsControl) || refusal.Message.Length > 1500)
                {
                    problems.Add($"{document}: unfit for a terminal: {refusal.Message[..Math.Min(refusal.Message.Length, 300)]}");
                }
            }
            catch (Exception exception) when (exception is not TException)
            {
                problems.Add($"{document}: {exception.GetType().Name}: {exception.Message}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.InRange(refused, documents.Count * 3 / 4, documents.Count);
    }

    // Good by itself, but not for the weights, or not what the fingerprint was taken of.
    static bool IsAboutAnotherFile(ArtifactFormatException refusal, string path) => refusal.Path != path || refusal.Field == "preprocessingSha256";

    // When the document is not valid JSON, the parser names line and position, not the field.
    static bool IsFaultOfTheDocument(HostileDocument document) => document.Fault is "repeated" or "deep nesting" or "lone surrogate";
}
