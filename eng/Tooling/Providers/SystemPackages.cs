using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Providers;

/// <summary>Something that the machine must have: how to detect it, Debian's packages for it, and what to do where there is no apt-get (null: nothing).</summary>
internal sealed record SystemPackage(string Name, string[] DebianPackages, Func<bool> IsThere, string? Advice)
{
    // make: cmake only recommends it, and recommended packages are not installed.
    public static readonly SystemPackage Npm = Program("npm", ["npm"], "install Node.js");
    public static readonly SystemPackage CMake = Program("cmake", ["cmake", "make"], "install CMake 3.18 or later");

    // On Windows CMake finds Visual C++ where it is installed; it is not on the PATH.
    public static readonly SystemPackage Compiler = new("a C++17 compiler", ["g++"],
        () => OperatingSystem.IsWindows() || Child.Find("g++") is not null || Child.Find("clang++") is not null, "install g++ or clang++");

    public static readonly SystemPackage LibTorch = new("LibTorch", ["libtorch-dev"], () => DebianHas("libtorch-dev"),
        "unpack one and set LIBTORCH to its folder");

    // Debian's libtorch works with the reference BLAS, too, whose matrix products are about 15 times slower.
    public static readonly SystemPackage FastBlas = new("OpenBLAS", ["libopenblas0-pthread"], () => DebianHas("libopenblas0-pthread"),
        Advice: null);

    // What only tests use: tests without it are skipped and say what to install.
    public static readonly SystemPackage Chromium = Program("chromium", ["chromium"], "install Chromium");
    public static readonly SystemPackage PythonOnnx = new("onnx for Python", ["python3-onnx"], () => DebianHas("python3-onnx"), "install onnx");

    static SystemPackage Program(string name, string[] debianPackages, string advice) =>
        new(name, debianPackages, () => Child.Find(name) is not null, advice);

    /// <summary>The installed version of a Debian package, or nothing.</summary>
    public static string DebianVersion(string package)
    {
        if (Child.Find("dpkg-query") is null)
        {
            return "";
        }
        var result = Child.TryRunLogged("dpkg-query", "dpkg-query", ["--show", "--showformat=${db:Status-Status} ${Version}", package]);
        return result.Output is [var line] && line.StartsWith("installed ", StringComparison.Ordinal) ? line["installed ".Length..] : "";
    }

    static bool DebianHas(string package) => DebianVersion(package) != "";
}

/// <summary>Installs what is missing with the machine's package manager.</summary>
internal static class SystemPackages
{
    /// <param name="purpose">Who needs them, for the message where they cannot be installed.</param>
    /// <param name="needs">What has to be there; what is there is left alone.</param>
    public static void Require(string purpose, params SystemPackage[] needs)
    {
        var missing = needs.Where(need => !need.IsThere()).ToArray();
        if (missing.Length == 0)
        {
            return;
        }
        if (Child.Find("apt-get") is null)
        {
            throw new BuildException($"{purpose} needs something that this machine lacks: "
                + string.Join(", ", missing.Where(need => need.Advice is not null).Select(need => $"{need.Name} ({need.Advice})")));
        }

        string[] packages = [.. missing.SelectMany(need => need.DebianPackages)];
        using var stage = Stage.Start($"install {string.Join(' ', packages)} with apt-get");
        // Waits for another package manager, such as a new machine's own updates, instead of failing.
        string[] apt = ["apt-get", "--option", "DPkg::Lock::Timeout=300", "--yes"];
        AsRoot("apt-get-update", packages, [.. apt, "update"]);
        AsRoot("apt-get-install", packages, [.. apt, "install", "--no-install-recommends", .. packages]);
        stage.Done();
    }

    static void AsRoot(string logName, string[] packages, string[] command)
    {
        string[] quietly = ["env", "DEBIAN_FRONTEND=noninteractive", .. command];
        if (Environment.IsPrivilegedProcess)
        {
            Child.RunLogged(logName, quietly[0], quietly[1..]);
        }
        else if (Child.Find("sudo") is not null)
        {
            Child.RunLogged(logName, "sudo", quietly);
        }
        else
        {
            throw new BuildException($"this needs root and there is no sudo: run 'apt-get install {string.Join(' ', packages)}' as root first");
        }
    }
}
