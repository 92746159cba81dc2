using System.Security.Cryptography;
using System.Text;

namespace RnnToolkit.Tooling;

/// <summary>Ten hexadecimal digits that change with their input. In a version, put a letter before them: a part that is all digits must not begin with 0.</summary>
internal static class Fingerprint
{
    const int Length = 10;

    public static string OfText(params string[] texts) =>
        Shorten(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', texts))));

    /// <summary>Over the names and contents of files, and of folders without their build output; a missing path is left out.</summary>
    public static string OfPaths(params string[] paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in paths)
        {
            var files = Directory.Exists(path) ? SourceFiles(path) : File.Exists(path) ? [path] : [];
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(Path.GetDirectoryName(path)!, file).Replace('\\', '/');
                hash.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }
        return Shorten(hash.GetHashAndReset());
    }

    static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(folder).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(sub => Path.GetFileName(sub) is not ("bin" or "obj" or "build" or "artifacts" or "TestResults"))
                .SelectMany(SourceFiles));

    static string Shorten(byte[] hash) => Convert.ToHexStringLower(hash)[..Length];
}
