using System.Globalization;
using System.Text.RegularExpressions;
using RnnToolkit.Tooling.Processes;

namespace RnnToolkit.Tooling.Providers;

/// <summary>Finds out by a restore whether the package sources have a package, and remembers the answer.</summary>
internal static partial class PackageProbe
{
    public static bool Finds(string package, string version, bool askAgain)
    {
        // One small file a question: its name is the question, its content the answer.
        var memory = Repository.PathTo("artifacts", "providers", $"{package}.{version}.{QuestionFingerprint()}");
        if (!askAgain && File.Exists(memory))
        {
            return Recall(memory, package, version, Console.Out);
        }

        using var stage = Stage.Start($"look for {package} {version} on the package sources");
        var project = Repository.PathTo("eng", "PackageProbe", "PackageProbe.csproj");
        var result = Child.TryRunLogged($"look-for-{package}", "dotnet", RestoreArguments(project, package, version));
        var found = result.ExitCode == 0;
        if (found || result.Output.Any(line => NotFound().IsMatch(line)))
        {
            Files.WriteAtomically(memory, found ? "yes" : "no");
            stage.Done(found ? "there" : "not there");
        }
        else
        {
            // A source that does not answer today is asked again next time.
            stage.Done($"no usable answer ({Repository.Relative(result.LogFile)}): treated as not there");
        }
        return found;
    }

    internal static string[] RestoreArguments(string project, string package, string version) =>
        ["restore", project, $"-p:ProbePackage={package}", $"-p:ProbeVersion={version}"];

    /// <summary>The remembered answer. A "no" may be out of date by now, so it is never used without a word.</summary>
    internal static bool Recall(string memory, string package, string version, TextWriter output)
    {
        var found = File.ReadAllText(memory) == "yes";
        if (!found)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"> {package} {version}: not on the package sources on {File.GetLastWriteTimeUtc(memory):yyyy-MM-dd}; --refresh looks again"));
        }
        return found;
    }

    /// <summary>What the answer depends on: the files that name the package sources, the versions that are pinned, and how a restore is judged.</summary>
    static string QuestionFingerprint()
    {
        var user = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "NuGet", "NuGet.Config")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "NuGet", "NuGet.Config");
        return Fingerprint.OfPaths(
            user, Repository.PathTo("nuget.config"), Repository.PathTo("Directory.Packages.props"), Repository.PathTo("eng", "Restore.props"),
            Repository.PathTo("eng", "PackageProbe"));
    }

    /// <summary>The sources answered and have no such package (NU1101), version (NU1102) or stable version (NU1103).</summary>
    [GeneratedRegex("NU110[123]")]
    private static partial Regex NotFound();
}
