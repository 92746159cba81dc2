using System.Text.Json;
using System.Text.Json.Nodes;
using RnnToolkit.Bundle;
using RnnToolkit.Runs;
using RnnToolkit.Trainer.Configuration;

namespace RnnToolkit.Trainer.Checkpoints;

/// <summary>What a run that is resumed may not change, key by key.</summary>
static class ConfigurationChanges
{
    const string EpochsKey = "training.epochs";
    /// <summary>The key that a resumed run may change.</summary>
    public const string CheckpointMinutesKey = "training.checkpointMinutes";

    /// <summary>A line for each key in which <paramref name="now"/> differs from the run as it was started, unless resuming may change it.</summary>
    public static IEnumerable<string> Refused(RunRecord then, RunRecord now, string output) => Refused(
        JsonSerializer.SerializeToNode(then.Decisive, RunJson.Default.RunRecord), JsonSerializer.SerializeToNode(now.Decisive, RunJson.Default.RunRecord), output);

    /// <summary>The same for the configuration of a checkpoint.</summary>
    public static IEnumerable<string> Refused(CheckpointConfig then, CheckpointConfig now, string checkpoint) => Refused(
        JsonSerializer.SerializeToNode(then, ArtifactJson.Default.CheckpointConfig),
        JsonSerializer.SerializeToNode(now, ArtifactJson.Default.CheckpointConfig),
        checkpoint);

    static IEnumerable<string> Refused(JsonNode? then, JsonNode? now, string where) =>
        from change in Between(then, now)
        where change.Key != CheckpointMinutesKey && !(change.Key == EpochsKey && Grows(change) && !DependsOnLength(then))
        select change.Key == EpochsKey && DependsOnLength(then)
            ? $"--resume: {EpochsKey}: found {Text(change.Now)}, expected {Text(change.Then)}, with which {where} was started: "
                + "training.schedule and training.warmUp follow the number of epochs; train anew in another --output"
            : $"--resume: {Line(change.Key, Text(change.Then), Text(change.Now), where)}";

    static bool DependsOnLength(JsonNode? started) =>
        started?["training"] is JsonObject training && training.Deserialize(TrainerJson.Default.TrainingOptions)!.DependsOnLength;

    /// <summary>The keys in which two documents differ, with both values.</summary>
    public static IEnumerable<(string Key, string Then, string Now)> Texts(JsonNode? then, JsonNode? now) =>
        Between(then, now).Select(change => (change.Key, Text(change.Then), Text(change.Now)));

    /// <summary>The line for a key with another value.</summary>
    public static string Line(string key, string then, string now, string where) => key switch
    {
        "data.train" => $"--data: found training texts with SHA-256 {now}, expected {then}, with which {where} was started",
        "data.test" => $"--data or --test: found a test set with SHA-256 {now}, expected {then}, with which {where} was started",
        "labels" => $"--data or --labels: found other labels, or other numbers of texts with them, expected those with which {where} was started",
        "data.validation" => $"--validation: found {(now == "none" ? "no separate validation set" : $"one with SHA-256 {now}")}, expected {(then == "none" ? "none" : $"SHA-256 {then}")}, with which {where} was started",
        "from" => $"--from: found {(now == "none" ? "no model" : $"a model with SHA-256 {now}")}, expected {(then == "none" ? "none" : $"SHA-256 {then}")}, with which {where} was started",
        "fold" or "fold.of" => $"--folds: found {now}, expected {then}, with which {where} was started",
        "device" => $"--device: found {now}, expected {then}, on which {where} was started; add --device {then}",
        EpochsKey => $"{key}: found {now}, expected {then} or more, with which {where} was started",
        _ => $"{key}: found {now}, expected {then}, with which {where} was started",
    };

    static bool Grows((string Key, JsonNode? Then, JsonNode? Now) change) =>
        change.Then is JsonValue then && change.Now is JsonValue now
        && then.TryGetValue(out int before) && now.TryGetValue(out int after) && after > before;

    static IEnumerable<(string Key, JsonNode? Then, JsonNode? Now)> Between(JsonNode? then, JsonNode? now, string key = "")
    {
        if (then is JsonObject thenObject && now is JsonObject nowObject)
        {
            return thenObject.Select(property => property.Key).Union(nowObject.Select(property => property.Key))
                .SelectMany(name => Between(thenObject[name], nowObject[name], key.Length == 0 ? name : $"{key}.{name}"));
        }

        return JsonNode.DeepEquals(then, now) ? [] : [(key, then, now)];
    }

    static string Text(JsonNode? node) =>
        node is null ? "none" : node.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
}
