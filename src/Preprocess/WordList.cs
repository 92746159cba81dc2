namespace RnnToolkit.Preprocess;

/// <summary>Word lists embedded in the assembly, so that a bundle gives the same ids wherever it is scored.</summary>
static class WordList
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(WordList).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The word list {name} is not part of {typeof(WordList).Assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }
}
