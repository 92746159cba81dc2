namespace RnnToolkit.Bundle;

/// <summary>Follows symbolic links, whether what they lead to exists or not.</summary>
public static class LinkTargets
{
    const int MaxLinks = 40; // as Linux allows

    /// <summary>The full path, then, while the newest is that of a symbolic link, the path that it leads to.</summary>
    /// <exception cref="IOException">The links form a loop.</exception>
    public static IEnumerable<string> Chain(string path)
    {
        var target = Path.GetFullPath(path);
        for (var links = 0; links <= MaxLinks; links++)
        {
            yield return target;
            if (new FileInfo(target).LinkTarget is not { } next)
            {
                yield break;
            }

            target = Path.Combine(Path.GetDirectoryName(target)!, next);
        }

        throw new IOException($"{path}: found a loop of symbolic links, expected a file or directory");
    }

    /// <summary>The full path of a file or directory, or of what it leads to when it is a symbolic link.</summary>
    internal static string Follow(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Chain(path).Last()));
    }
}
