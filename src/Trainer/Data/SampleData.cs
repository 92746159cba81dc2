namespace RnnToolkit.Trainer.Data;

/// <summary>Finds the bundled sample.</summary>
static class SampleData
{
    static readonly string s_relative = Path.Combine("data", "sample");

    /// <summary>The sample in the current directory, or the one installed with the program.</summary>
    public static string Find() => Directory.Exists(s_relative) ? s_relative : Path.Combine(AppContext.BaseDirectory, s_relative);
}
