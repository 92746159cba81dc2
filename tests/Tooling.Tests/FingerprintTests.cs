namespace RnnToolkit.Tooling.Tests;

public sealed class FingerprintTests : TemporaryFolder
{
    [Fact]
    public void OfPaths_BuildOutputAdded_StaysTheSame()
    {
        Write("src/a.cs", "a");
        var before = Fingerprint.OfPaths(Folder);
        Write("src/obj/a.dll", "compiled");
        Write("src/bin/a.dll", "compiled");

        Assert.Equal(before, Fingerprint.OfPaths(Folder));
    }

    [Theory]
    [InlineData("src/a.cs", "b")]
    [InlineData("src/b.cs", "a")]
    [InlineData("src/sub/a.cs", "a")]
    public void OfPaths_FileChangedOrAdded_Changes(string name, string text)
    {
        Write("src/a.cs", "a");
        var before = Fingerprint.OfPaths(Folder);
        Write(name, text);

        Assert.NotEqual(before, Fingerprint.OfPaths(Folder));
    }

    [Fact]
    public void OfPaths_FileRenamed_Changes()
    {
        var path = Write("a.cs", "a");
        var before = Fingerprint.OfPaths(Folder);
        File.Move(path, Path.Combine(Folder, "b.cs"));

        Assert.NotEqual(before, Fingerprint.OfPaths(Folder));
    }

    [Fact]
    public void OfPaths_SameContentElsewhere_IsTheSame()
    {
        Write("here/feed/a.cs", "a");
        Write("there/feed/a.cs", "a");

        Assert.Equal(Fingerprint.OfPaths(Path.Combine(Folder, "here", "feed")), Fingerprint.OfPaths(Path.Combine(Folder, "there", "feed")));
    }
}
