using System.Text.Json;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Providers;

/// <summary>
/// What some tests use and the product does not: a browser, and ONNX in Python and in Node. Installed where that asks nobody anything;
/// elsewhere those tests are skipped and say what is missing.
/// </summary>
internal static class TestTools
{
    static string NodeSample => Repository.PathTo("samples", "node");

    public static void Install()
    {
        if (Environment.IsPrivilegedProcess && Child.Find("apt-get") is not null)
        {
            Try(() => SystemPackages.Require("some tests", SystemPackage.Npm, SystemPackage.Chromium, SystemPackage.PythonOnnx));
        }

        if (Child.Find("npm") is not null && Child.Find("node") is not null)
        {
            Try(InstallNodePackages);
        }
    }

    /// <summary>Removes what <see cref="Install"/> put into the repository.</summary>
    public static void Remove() => Files.DeleteFolder(Path.Combine(NodeSample, "node_modules"));

    static void InstallNodePackages()
    {
        using var package = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(NodeSample, "package.json")));
        if (package.RootElement.GetProperty("dependencies").EnumerateObject().All(dependency => IsInstalled(dependency.Name, dependency.Value.GetString()!)))
        {
            return;
        }

        using var stage = Stage.Start("install the packages of samples/node with npm");
        Child.RunLogged(
            "install-node-sample", "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline"], folder: NodeSample);
        stage.Done();
    }

    static bool IsInstalled(string name, string version)
    {
        var manifest = Path.Combine(NodeSample, "node_modules", name, "package.json");
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
            Console.WriteLine($"  left out, and the tests that need it are skipped: {exception.Message}");
        }
    }
}
