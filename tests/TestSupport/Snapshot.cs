using System.Runtime.CompilerServices;
using Xunit;

namespace RnnToolkit.TestSupport;

/// <summary>Compares text with a file that a person approved: <c>Snapshots/{name}.approved.txt</c> next to the test's source.</summary>
public static class Snapshot
{
    /// <summary>On a difference, writes <c>{name}.received.txt</c> next to the approved file and fails; rename it to approve it.</summary>
    public static void Match(string name, string actual, [CallerFilePath] string testFile = "")
    {
        var folder = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots");
        var approvedPath = Path.Combine(folder, $"{name}.approved.txt");
        var receivedPath = Path.Combine(folder, $"{name}.received.txt");
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        if (approved == actual)
        {
            File.Delete(receivedPath);
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(receivedPath, actual);
        Assert.Equal(approved, actual);
    }
}
