namespace RnnToolkit.Trainer.Commands;

/// <summary>Where the sample is.</summary>
static class SampleData
{
    static readonly string s_relative = Path.Combine("data", "sample");

    /// <summary>The sample of the current directory, or the one that was installed with the program.</summary>
    public static string Find() => Directory.Exists(s_relative) ? s_relative : Path.Combine(AppContext.BaseDirectory, s_relative);
}
