using RnnToolkit.Graphs.Onnx;

namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>What a test may have wrong in a graph.</summary>
public sealed record TinyGraphOptions
{
    /// <summary>How many states of padding the graph has, from none to all but one step; 0 for a graph that cannot skip padding.</summary>
    public int PaddingStates { get; init; } = TinyBundle.SequenceLength;

    /// <summary>The operator set, and how the weights are stored.</summary>
    public GraphFormat Format { get; init; } = GraphFormat.Default;

    /// <summary>Changes the states of padding: gets the step and the value.</summary>
    public Func<int, float, float> ChangePaddingState { get; init; } = (_, value) => value;

    /// <summary>Changes the model.</summary>
    public Action<ModelProto> ChangeModel { get; init; } = _ => { };

    /// <summary>Changes the bytes of the model, before their hash is taken.</summary>
    public Func<byte[], byte[]> ChangeBytes { get; init; } = bytes => bytes;

    /// <summary>Sets a key of the model's metadata, whether it has one or not.</summary>
    public static void SetMetadata(ModelProto model, string key, string value)
    {
        var entry = model.MetadataProps.FirstOrDefault(entry => entry.Key == key);
        if (entry is null)
        {
            model.MetadataProps.Add(entry = new() { Key = key });
        }

        entry.Value = value;
    }
}
