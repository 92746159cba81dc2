namespace RnnToolkit.BrowserSupport;

/// <summary>The Chromium of this machine.</summary>
public static class Chromium
{
    static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chromium.exe", "chrome.exe"];

    static readonly string[] s_places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        Combine(Environment.SpecialFolder.ProgramFiles, "Google", "Chrome", "Application", "chrome.exe"),
        Combine(Environment.SpecialFolder.ProgramFilesX86, "Google", "Chrome", "Application", "chrome.exe"),
    ];

    /// <summary>Its program: the value of CHROMIUM_PATH, even if no such file exists, else the first one found; null if there is none.</summary>
    public static string? Path { get; } = Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named ? named : Find();

    /// <summary>For machines without a display, and for tests that must not use the network.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => s_names.Select(name => System.IO.Path.Combine(folder, name))).Concat(s_places).FirstOrDefault(File.Exists);
    }

    static string Combine(Environment.SpecialFolder folder, params string[] parts) =>
        System.IO.Path.Combine([Environment.GetFolderPath(folder), .. parts]);
}
