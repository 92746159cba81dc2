using System.Runtime.CompilerServices;

namespace RnnToolkit.TestSupport;

/// <summary>The repository that these tests were built from.</summary>
public static class RepositoryFolder
{
    /// <summary>Its path.</summary>
    public static string Path { get; } = Find();

    // The folder of this file is the repository's, unless paths in the build are mapped; then the output folder is below it.
    static string Find([CallerFilePath] string file = "")
    {
        foreach (var start in new[] { System.IO.Path.GetDirectoryName(file), AppContext.BaseDirectory })
        {
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (File.Exists(System.IO.Path.Combine(folder, "RnnToolkit.sln")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("The tests do not run below the repository.");
    }
}
