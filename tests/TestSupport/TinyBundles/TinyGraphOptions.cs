namespace RnnToolkit.TestSupport.TinyBundles;

/// <summary>What a test may have wrong in a graph.</summary>
public sealed record TinyGraphOptions
{
    /// <summary>Name of the input.</summary>
    public string InputName { get; init; } = "input_ids";

    /// <summary>Shape of the input.</summary>
    public string[] InputShape { get; init; } = ["batch", "sequence"];

    /// <summary>Name of the first output.</summary>
    public string LogitsName { get; init; } = "logits";

    /// <summary>Operator of the recurrent layers; null for the right one.</summary>
    public string? OperatorType { get; init; }

    /// <summary>How many states of padding the graph has, from none to all but one step; 0 for a graph that cannot skip padding.</summary>
    public int PaddingStates { get; init; } = TinyBundle.SequenceLength;

    /// <summary>What to have otherwise in the states of padding: gets the step and the value.</summary>
    public Func<int, float, float> ChangePaddingState { get; init; } = (_, value) => value;

    /// <summary>What to have otherwise in the bytes of the model, before their hash is taken.</summary>
    public Func<byte[], byte[]> Change { get; init; } = bytes => bytes;

    /// <summary>Metadata of the model; the writer of a bundle adds the hashes when these are empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
