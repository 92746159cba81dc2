using System.IO.Compression;
using RnnToolkit.TestSupport;
using RnnToolkit.Tooling.Processes;
using RnnToolkit.Tooling.Providers;

namespace RnnToolkit.Tooling.Tests;

public sealed class PackageProbeTests : TemporaryFolder
{
    // A restore of two tiny packages takes seconds; this is for a machine with far too much to do.
    static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(true, "Part", "1.4.0", "1.4.0")]
    [InlineData(true, "Part", "1.4.0", "1.4.1")] // NU1603: only a newer version is there
    [InlineData(false, "Part", "1.4.0", "1.3.9")]
    [InlineData(false, "Google.Protobuf", "99.0.0", "99.0.0")] // above the version that Directory.Packages.props pins
    public void Probe_AnyPackageSource_AnswersWhatTheBuildDoes(bool isFound, string dependency, string wanted, string available)
    {
        Pack("Subject", "1.0.0", (dependency, wanted));
        Pack(dependency, available);

        Assert.Equal(isFound, ProbeRestores());
        Assert.Equal(isFound, ProductRestores());
    }

    [Fact]
    public void Recall_NotFoundLastTime_SaysWhenAndHowToLookAgain()
    {
        var memory = Write("answer", "no");
        File.SetLastWriteTimeUtc(memory, new DateTime(2026, 5, 4, 3, 2, 1, DateTimeKind.Utc));
        using var output = new StringWriter();

        Assert.False(PackageProbe.Recall(memory, "TorchSharp-cpu", "0.106.0", output));
        Assert.Equal($"> TorchSharp-cpu 0.106.0: not on the package sources on 2026-05-04; --refresh looks again{Environment.NewLine}", output.ToString());
    }

    [Fact]
    public void Recall_FoundLastTime_SaysNothing()
    {
        using var output = new StringWriter();

        Assert.True(PackageProbe.Recall(Write("answer", "yes"), "TorchSharp-cpu", "0.106.0", output));
        Assert.Empty(output.ToString());
    }

    bool ProbeRestores()
    {
        var project = Path.Combine(RepositoryFolder.Path, "eng", "PackageProbe", "PackageProbe.csproj");
        return Restores([.. PackageProbe.RestoreArguments(project, "Subject", "1.0.0"), $"-p:BaseIntermediateOutputPath={Folder}/probe/"]);
    }

    bool ProductRestores()
    {
        Write("product/Directory.Build.props", $"""<Project><Import Project="{RepositoryFolder.Path}/Directory.Build.props" /></Project>""");
        Write("product/Directory.Packages.props", $"""
            <Project>
              <Import Project="{RepositoryFolder.Path}/Directory.Packages.props" />
              <ItemGroup><PackageVersion Include="Subject" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        return Restores(["restore", Write("product/Product.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup><PackageReference Include="Subject" /></ItemGroup>
            </Project>
            """)]);
    }

    bool Restores(string[] arguments) =>
        Child.TryRunLogged(
            "package-probe-test", "dotnet", [.. arguments, $"-p:RestoreSources={Folder}/source", $"-p:RestorePackagesPath={Folder}/packages"],
            folder: Folder, limit: s_limit).ExitCode == 0;

    void Pack(string id, string version, params (string Id, string Version)[] dependencies)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "source")).FullName, $"{id}.{version}.nupkg");
        using var package = ZipFile.Open(path, ZipArchiveMode.Create);
        package.CreateEntry("lib/net8.0/_._");
        using var manifest = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        manifest.Write($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>tests</authors>
                <description>A package of the tests.</description>
                <dependencies>
                  <group targetFramework="net8.0">
                    {string.Concat(dependencies.Select(each => $"<dependency id=\"{each.Id}\" version=\"{each.Version}\" />"))}
                  </group>
                </dependencies>
              </metadata>
            </package>
            """);
    }
}
