namespace RnnToolkit.Tooling;

internal static class Repository
{
    // The SDK records where a file-based app's file is, so the build works from any current folder.
    static readonly string s_root =
        AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Directory.GetCurrentDirectory();

    public static string PathTo(params string[] parts) => Path.GetFullPath(Path.Combine([s_root, .. parts]));

    public static string Relative(string path) => Path.GetRelativePath(s_root, path);
}
