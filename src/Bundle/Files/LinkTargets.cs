namespace RnnToolkit.Bundle;

static class LinkTargets
{
    /// <summary>The full path of a file or directory, or of what it leads to when it is a symbolic link, whether that exists or not.</summary>
    public static string Follow(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
    }
}
