namespace RnnToolkit.Datasets.Rows;

/// <summary>
/// One column of JSON rows while a row is read. It is the property of this name, or for a name such as <c>a.b</c> property <c>b</c> of the
/// object <c>a</c>; of several, the one that is nested least.
/// </summary>
sealed class JsonColumn(string? name)
{
    const char Separator = '.';

    /// <summary>The name; null when the column is not read.</summary>
    public string? Name => name;

    /// <summary>The value; null without one, or when it is not of the right type.</summary>
    public string? Value { get; private set; }

    /// <summary>What is wrong with the value.</summary>
    public RowFault? Fault { get; private set; }

    /// <summary>Whether the row has the property.</summary>
    public bool IsFound => Depth < int.MaxValue;

    /// <summary>How many objects the property is nested in.</summary>
    public int Depth { get; private set; } = int.MaxValue;

    /// <summary>Whether the properties of the object <paramref name="path"/> can be this column.</summary>
    public bool IsBelow(string path) =>
        name is not null && name.Length > path.Length && name[path.Length] == Separator && name.StartsWith(path, StringComparison.Ordinal);

    /// <summary>The path of a property.</summary>
    public static string PathOf(string? parent, string property) => parent is null ? property : parent + Separator + property;

    /// <summary>Forgets the row before.</summary>
    public void Clear() => (Value, Fault, Depth) = (null, null, int.MaxValue);

    /// <summary>Takes a value of the row, unless there is one that is nested less.</summary>
    /// <param name="value">The value; null when it is not of the right type.</param>
    /// <param name="depth">How many objects it is nested in.</param>
    /// <param name="fault">What is wrong with it.</param>
    public void Take(string? value, int depth, RowFault? fault)
    {
        if (depth < Depth)
        {
            (Value, Fault, Depth) = (value, fault, depth);
        }
    }
}
