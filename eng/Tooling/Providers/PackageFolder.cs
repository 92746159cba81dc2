namespace RnnToolkit.Tooling.Providers;

/// <summary>shim/feed, the folder that nuget.config names as a package source.</summary>
internal static class PackageFolder
{
    static string DefaultFolder => Repository.PathTo("shim", "feed");

    public static bool Has(string package, string version) => File.Exists(Path.Combine(DefaultFolder, FileName(package, version)));

    /// <summary>Moves a new package into the folder and deletes its older versions.</summary>
    public static void Replace(string packedFolder, string package, string version, string? folder = null)
    {
        folder ??= DefaultFolder;
        var name = FileName(package, version);
        File.Move(Path.Combine(packedFolder, name), Path.Combine(folder, name), overwrite: true);
        foreach (var file in Directory.EnumerateFiles(folder, $"{package}.*.nupkg"))
        {
            // A digit follows the id: Microsoft.ML.OnnxRuntime must not delete Microsoft.ML.OnnxRuntime.Managed.
            var other = Path.GetFileName(file);
            if (other != name && char.IsAsciiDigit(other[package.Length + 1]))
            {
                File.Delete(file);
            }
        }
    }

    public static void CopyTo(string folder, string package, string version) =>
        File.Copy(Path.Combine(DefaultFolder, FileName(package, version)), Path.Combine(folder, FileName(package, version)));

    static string FileName(string package, string version) => $"{package}.{version}.nupkg";
}
