using RnnToolkit.Tooling.Providers;

namespace RnnToolkit.Tooling.Tests;

public sealed class PackageFolderTests : TemporaryFolder
{
    [Fact]
    public void Replace_OlderVersions_AreTakenOutAndOtherPackagesStay()
    {
        Write("feed/Microsoft.ML.OnnxRuntime.1.29.0-shim.old.nupkg", "");
        Write("feed/Microsoft.ML.OnnxRuntime.Managed.1.29.0-shim.old.nupkg", "");
        Write("packed/Microsoft.ML.OnnxRuntime.1.29.0-shim.new.nupkg", "new");
        var feed = Path.Combine(Folder, "feed");

        PackageFolder.Replace(Path.Combine(Folder, "packed"), "Microsoft.ML.OnnxRuntime", "1.29.0-shim.new", feed);

        Assert.Equal(
            ["Microsoft.ML.OnnxRuntime.1.29.0-shim.new.nupkg", "Microsoft.ML.OnnxRuntime.Managed.1.29.0-shim.old.nupkg"],
            Directory.EnumerateFiles(feed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
