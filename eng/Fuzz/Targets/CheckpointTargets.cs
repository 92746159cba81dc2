using RnnToolkit.Bundle;
using RnnToolkit.Fuzz.Mutations;
using RnnToolkit.TestSupport.TinyBundles;

namespace RnnToolkit.Fuzz.Targets;

/// <summary>The text files of a checkpoint, one at a time, while the others are sound.</summary>
static class CheckpointTargets
{
    public static IEnumerable<FuzzTarget> Create(string scratch)
    {
        yield return Create(scratch, "checkpoint-config", Checkpoint.ConfigFile, Json.Mutate);
        yield return Create(scratch, "checkpoint-vocabulary", Checkpoint.VocabularyFileName, (bytes, random) => Bytes.Mutate(bytes, bytes, random));
        yield return Create(scratch, "checkpoint-metrics", Checkpoint.MetricsFile, Json.MutateLine);
        yield return Create(scratch, "checkpoint-probes", Checkpoint.ProbesFile, Json.MutateLine);
        yield return Create(scratch, "checkpoint-test", Checkpoint.TestFile, Json.Mutate);
    }

    static FuzzTarget Create(string scratch, string name, string file, Func<byte[], Random, byte[]> mutate)
    {
        var folder = Scratch.Folder(scratch, name);
        TinyCheckpoint.Create().Write(folder);
        var path = Path.Combine(folder, file);
        return new(
            name,
            [File.ReadAllBytes(path)],
            mutate,
            (bytes, _) =>
            {
                File.WriteAllBytes(path, bytes);
                Checkpoint.Read(folder);
            },
            typeof(ArtifactFormatException));
    }
}
