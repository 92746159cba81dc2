namespace RnnToolkit.BrowserSupport;

/// <summary>A test of accessibility with axe-core; runs wherever there are a browser and the package.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeFactAttribute : BrowserFactAttribute
{
    public AxeFactAttribute()
    {
        if (!File.Exists(Script))
        {
            Skip ??= "axe-core is not installed: run `npm install` in tests/BrowserSupport.";
        }
    }

    /// <summary>The script to run in the page.</summary>
    public static string Script { get; } =
        Path.Combine(RepositoryFolder.Path, "tests", "BrowserSupport", "node_modules", "axe-core", "axe.min.js");
}
