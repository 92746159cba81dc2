namespace RnnToolkit.Bundle;

/// <summary>Names of models become names of directories, so only safe characters are allowed.</summary>
public static class ModelName
{
    const int MaxLength = 64;

    /// <summary>The problem of <paramref name="name"/>, or nothing.</summary>
    public static IEnumerable<string> Validate(string name)
    {
        if (name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || name[0] == '.')
        {
            yield return $"name is \"{name}\", expected 1 to {MaxLength} letters, digits, '-', '_' or '.', and no '.' first";
        }
    }
}
