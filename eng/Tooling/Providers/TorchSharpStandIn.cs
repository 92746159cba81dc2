using System.Runtime.InteropServices;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Providers;

/// <summary>Builds shim/TorchSharp over a libtorch on this machine and packs it into shim/feed; shim/TorchSharp/README.md says what it is.</summary>
internal static class TorchSharpStandIn
{
    const string Managed = "TorchSharp";
    const string Bundle = "TorchSharp-cpu";

    static readonly string[] s_sources = ["native", "src", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    static string Folder => Repository.PathTo("shim", "TorchSharp");

    static string? LibTorchFolder => Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>Makes the two packages unless they are there, and returns their version.</summary>
    /// <param name="officialVersion">The version of TorchSharp that it stands in for.</param>
    public static string Pack(string officialVersion)
    {
        RequireLibTorch();
        // The libtorch found is part of the version: the native library is linked to that one.
        var libTorch = DescribeLibTorch();
        var sources = Fingerprint.OfPaths([.. s_sources.Select(name => Path.Combine(Folder, name))]);
        var version = $"{officialVersion}-shim.h{Fingerprint.OfText(sources, libTorch)}";
        if (PackageFolder.Has(Managed, version) && PackageFolder.Has(Bundle, version))
        {
            return version;
        }

        // One build folder for each libtorch and each place of the repository: CMake keeps the paths of both in its cache.
        var work = Repository.PathTo("artifacts", "shim-torchsharp", Fingerprint.OfText(libTorch, Folder));
        var nativeLibrary = BuildNative(Path.Combine(work, "native"), libTorch);
        using var stage = Stage.Start($"compile and pack TorchSharp {officialVersion}'s stand-in");
        var packed = Path.Combine(work, "packages");
        foreach (var package in new[] { Managed, Bundle })
        {
            Child.RunLogged($"pack-{package}", "dotnet",
            [
                "pack", Path.Combine(Folder, "src", package, $"{package}.csproj"), "--configuration", "Release", "--output", packed,
                $"-p:Version={version}", $"-p:NativeLibrary={nativeLibrary}", $"-p:NativeRid={RuntimeInformation.RuntimeIdentifier}",
            ]);
        }
        PackageFolder.Replace(packed, Managed, version);
        PackageFolder.Replace(packed, Bundle, version);
        stage.Done();
        return version;
    }

    static void RequireLibTorch()
    {
        const string Purpose = "building TorchSharp's stand-in";
        if (LibTorchFolder is not { } folder)
        {
            SystemPackages.Require(Purpose, SystemPackage.LibTorch, SystemPackage.FastBlas, SystemPackage.Compiler, SystemPackage.CMake);
            return;
        }
        var config = Path.Combine(folder, "share", "cmake", "Torch", "TorchConfig.cmake");
        if (!File.Exists(config))
        {
            throw new BuildException($"LIBTORCH: found no {config}; expected the folder of an unpacked LibTorch");
        }
        SystemPackages.Require(Purpose, SystemPackage.Compiler, SystemPackage.CMake);
    }

    static string DescribeLibTorch() =>
        LibTorchFolder is { } folder
            ? $"{folder} {File.GetLastWriteTimeUtc(Path.Combine(folder, "build-version")).Ticks}"
            : SystemPackage.DebianVersion("libtorch-dev");

    static string BuildNative(string buildFolder, string libTorch)
    {
        using var stage = Stage.Start($"compile the native library over libtorch {libTorch}");
        Child.RunLogged("configure-native", "cmake",
            ["-S", Path.Combine(Folder, "native"), "-B", buildFolder, "-DCMAKE_BUILD_TYPE=Release", $"-DLIBTORCH={LibTorchFolder}"]);
        Child.RunLogged("build-native", "cmake", ["--build", buildFolder, "--config", "Release", "--parallel", $"{Environment.ProcessorCount}"]);
        var name = OperatingSystem.IsWindows() ? "TorchSharpShim.dll" : OperatingSystem.IsMacOS() ? "libTorchSharpShim.dylib" : "libTorchSharpShim.so";
        // A generator with several configurations (Visual C++) adds a folder for each.
        var library = new[] { Path.Combine(buildFolder, name), Path.Combine(buildFolder, "Release", name) }.FirstOrDefault(File.Exists)
            ?? throw new BuildException($"cmake built no {name} in {Repository.Relative(buildFolder)}");
        stage.Done();
        return library;
    }
}
