using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Providers;

/// <summary>Packs ONNX Runtime from an npm package into shim/feed; shim/OnnxRuntime/README.md says what and why.</summary>
internal static partial class OnnxRuntimeStandIn
{
    const string Managed = "Microsoft.ML.OnnxRuntime.Managed";
    const string Native = "Microsoft.ML.OnnxRuntime";

    static string Folder => Repository.PathTo("shim", "OnnxRuntime");

    /// <summary>Makes the two packages unless they are there, and returns their version.</summary>
    public static string Pack()
    {
        var source = NpmPackage.Read(Path.Combine(Folder, "npm-package.json"));
        var version = $"{source.OnnxRuntimeVersion}-shim.h{Fingerprint.OfPaths(Folder)}";
        if (PackageFolder.Has(Managed, version) && PackageFolder.Has(Native, version))
        {
            return version;
        }

        var tarball = Fetch(source);
        using var stage = Stage.Start($"compile and pack ONNX Runtime {source.OnnxRuntimeVersion}");
        var work = Files.EmptyFolder(Repository.PathTo("artifacts", "shim-onnxruntime"));
        var unpacked = Path.Combine(work, "npm");
        Unpack(tarball, unpacked);
        var packed = Path.Combine(work, "packages");
        Child.RunLogged("pack-onnxruntime", "dotnet",
        [
            "pack", Path.Combine(Folder, "Native", "Native.csproj"), "--configuration", "Release", "--output", packed,
            $"-p:NpmPackage={unpacked}", $"-p:Version={version}",
        ]);
        PackageFolder.Replace(packed, Managed, version);
        PackageFolder.Replace(packed, Native, version);
        Files.DeleteFolder(work);
        stage.Done();
        return version;
    }

    public static void CopyTo(string folder, string version)
    {
        PackageFolder.CopyTo(folder, Managed, version);
        PackageFolder.CopyTo(folder, Native, version);
    }

    static string Fetch(NpmPackage source)
    {
        var cache = Directory.CreateDirectory(Repository.PathTo("artifacts", "npm")).FullName;
        var tarball = Path.Combine(cache, $"{source.Name}-{source.Version}.tgz");
        if (File.Exists(tarball) && Integrity(tarball) == source.Integrity)
        {
            return tarball;
        }

        SystemPackages.Require("fetching ONNX Runtime", SystemPackage.Npm);
        using var stage = Stage.Start($"fetch {source.Name} {source.Version} with npm");
        Child.RunLogged("fetch-onnxruntime", "npm",
            ["pack", $"{source.Name}@{source.Version}", "--ignore-scripts", "--prefer-offline", "--pack-destination", cache], folder: cache);
        var found = Integrity(tarball);
        if (found != source.Integrity)
        {
            File.Delete(tarball);
            throw new BuildException($"{source.Name} {source.Version} from npm: found {found}, expected {source.Integrity}");
        }
        stage.Done();
        return tarball;
    }

    static string Integrity(string file)
    {
        using var stream = File.OpenRead(file);
        return "sha512-" + Convert.ToBase64String(SHA512.HashData(stream));
    }

    static void Unpack(string tarball, string folder)
    {
        using var file = File.OpenRead(tarball);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var archive = new TarReader(unzipped);
        while (archive.GetNextEntry() is { } entry)
        {
            if (Needed().Match(entry.Name) is { Success: true } match && entry.DataStream is not null)
            {
                var path = Path.Combine(folder, match.Groups[1].Value);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                entry.ExtractToFile(path, overwrite: true);
            }
        }
    }

    /// <summary>What is compiled or packed. Half of the tarball is libraries for phones, which are not unpacked.</summary>
    [GeneratedRegex(@"^package/(LICENSE|ThirdPartyNotices\.txt|Runtime/.+\.cs|Plugins/(?:Linux|Windows|macOS)/.+\.(?:so|dll|dylib))$")]
    private static partial Regex Needed();

    /// <summary>shim/OnnxRuntime/npm-package.json: what is fetched, and the SHA-512 that it must have.</summary>
    sealed record NpmPackage(string Name, string Version, string Integrity, string OnnxRuntimeVersion)
    {
        public static NpmPackage Read(string file) =>
            JsonSerializer.Deserialize<NpmPackage>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
    }
}
