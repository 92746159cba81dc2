using System.Text.Json;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Providers;

/// <summary>
/// What some tests use and the product does not: a browser with axe-core, and ONNX in Python and in Node. Installed where that needs no
/// password; elsewhere those tests are skipped and say what is missing.
/// </summary>
internal static class TestTools
{
    // Folders with a package.json for npm.
    static readonly string[][] s_nodeFolders = [["samples", "node"], ["tests", "BrowserSupport"]];

    public static void Install()
    {
        if (Environment.IsPrivilegedProcess && Child.Find("apt-get") is not null)
        {
            Try(() => SystemPackages.Require("some tests", SystemPackage.Npm, SystemPackage.Chromium, SystemPackage.PythonOnnx));
        }

        if (Child.Find("npm") is not null && Child.Find("node") is not null)
        {
            foreach (var folder in s_nodeFolders)
            {
                Try(() => InstallNodePackages(folder));
            }
        }
    }

    /// <summary>Removes what <see cref="Install"/> put into the repository.</summary>
    public static void Remove()
    {
        foreach (var folder in s_nodeFolders)
        {
            Files.DeleteFolder(Repository.PathTo([.. folder, "node_modules"]));
        }
    }

    static void InstallNodePackages(string[] parts)
    {
        var folder = Repository.PathTo(parts);
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "package.json")));
        var dependencies = package.RootElement.GetProperty("dependencies").EnumerateObject();
        if (dependencies.All(dependency => IsInstalled(folder, dependency.Name, dependency.Value.GetString()!)))
        {
            return;
        }

        using var stage = Stage.Start($"install the packages of {string.Join('/', parts)} with npm");
        Child.RunLogged(
            $"install-{parts[^1].ToLowerInvariant()}-packages",
            "npm",
            ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline"],
            folder: folder);
        stage.Done();
    }

    static bool IsInstalled(string folder, string name, string version)
    {
        var manifest = Path.Combine(folder, "node_modules", name, "package.json");
        if (!File.Exists(manifest))
        {
            return false;
        }

        using var package = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return package.RootElement.GetProperty("version").GetString() == version;
    }

    static void Try(Action install)
    {
        try
        {
            install();
        }
        catch (BuildException exception)
        {
            Console.WriteLine($"  not installed; the tests that need it are skipped: {exception.Message}");
        }
    }
}
