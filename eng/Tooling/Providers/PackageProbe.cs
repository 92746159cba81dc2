using System.Text.RegularExpressions;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Providers;

/// <summary>Asks by a restore whether this machine can have a package, and remembers the answer.</summary>
internal static partial class PackageProbe
{
    public static bool Finds(string package, string version, bool askAgain)
    {
        // One small file a question: its name is the question, its content the answer.
        var memory = Repository.PathTo("artifacts", "providers", $"{package}.{version}.{SourcesFingerprint()}");
        if (!askAgain && File.Exists(memory))
        {
            return File.ReadAllText(memory) == "yes";
        }

        using var stage = Stage.Start($"look for {package} {version} on the package sources");
        var result = Child.TryRunLogged($"look-for-{package}", "dotnet",
        [
            "restore", Repository.PathTo("eng", "PackageProbe", "PackageProbe.csproj"),
            $"-p:ProbePackage={package}", $"-p:ProbeVersion={version}",
        ]);
        var found = result.ExitCode == 0;
        if (found || result.Output.Any(line => NotFound().IsMatch(line)))
        {
            Files.WriteAtomically(memory, found ? "yes" : "no");
            stage.Done(found ? "there" : "not there");
        }
        else
        {
            // A source that is down today is asked again next time.
            stage.Done($"no answer ({Repository.Relative(result.LogFile)}): taken as not there");
        }
        return found;
    }

    /// <summary>The configuration files that name the package sources: another source may give another answer.</summary>
    static string SourcesFingerprint()
    {
        var user = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "NuGet", "NuGet.Config")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        return Fingerprint.OfPaths(Repository.PathTo("nuget.config"), user);
    }

    /// <summary>The sources answered and have no such package (NU1101), version (NU1102) or stable version (NU1103).</summary>
    [GeneratedRegex("NU110[123]")]
    private static partial Regex NotFound();
}
