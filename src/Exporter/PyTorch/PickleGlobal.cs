namespace RnnToolkit.Exporter.PyTorch;

/// <summary>The few names that a pickle may refer to. Each is a value here; none is a function that runs.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Storage">The element type where it is a storage class.</param>
sealed record PickleGlobal(PickleGlobal.GlobalKind Kind, StorageType Storage = default)
{
    /// <summary>What a name stands for.</summary>
    internal enum GlobalKind
    {
        OrderedDict,
        RebuildTensor,
        RebuildParameter,
        StorageClass,
    }

    static readonly Dictionary<string, PickleGlobal> s_known = Known();

    /// <summary>Finds a name; null when it is not one that is allowed.</summary>
    public static PickleGlobal? Find(string module, string name) => s_known.GetValueOrDefault($"{module}.{name}");

    static Dictionary<string, PickleGlobal> Known()
    {
        var known = new Dictionary<string, PickleGlobal>(StringComparer.Ordinal)
        {
            ["collections.OrderedDict"] = new(GlobalKind.OrderedDict),
            ["torch._utils._rebuild_tensor_v2"] = new(GlobalKind.RebuildTensor),
            ["torch._utils._rebuild_parameter"] = new(GlobalKind.RebuildParameter),
        };
        foreach (var type in Enum.GetValues<StorageType>())
        {
            known[$"torch.{type}"] = new(GlobalKind.StorageClass, type);
        }

        return known;
    }
}
