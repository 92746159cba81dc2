using Microsoft.Playwright;
using RnnToolkit.Reports.Html;

namespace RnnToolkit.Reports.Tests;

/// <summary>Pages in a real browser, opened from disk: ordinary ones and ones full of hostile text.</summary>
public sealed class BrowserTests(HeadlessBrowser browser) : IClassFixture<HeadlessBrowser>
{
    static readonly ViewportSize s_desktop = new() { Width = 1280, Height = 900 };
    static readonly ViewportSize s_phone = new() { Width = 390, Height = 844 };

    [AxeTheory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Report_OfHostileRuns_AsksForNothingRunsNothingAndIsAccessible(ColorScheme scheme, bool isPhone)
    {
        using var runs = new FakeRuns();
        foreach (var seed in new[] { 1, 2, 3 })
        {
            runs.Add(Invariant($"seed-{seed}"), new()
            {
                Seed = seed,
                Labels = ["<img src=x onerror=alert(1)>", "\"><script>alert(2)</script>"],
                IdOf = index => Invariant($"{index}<script>alert(3)</script>"),
            });
        }

        var report = RunReport.Of(runs.Read(), new() { TextsOf = (_, _, ids) => ids.ToDictionary(id => id, _ => FigureExamples.Hostile + new string('w', 2000)) });

        await Look(report.Page, $"report-{scheme}-{(isPhone ? "phone" : "desktop")}", scheme, isPhone);
    }

    [AxeTheory]
    [InlineData("ordinary", ColorScheme.Light, false)]
    [InlineData("ordinary", ColorScheme.Dark, false)]
    [InlineData("ordinary", ColorScheme.Light, true)]
    [InlineData("ordinary", ColorScheme.Dark, true)]
    [InlineData("hostile", ColorScheme.Light, false)]
    [InlineData("hostile", ColorScheme.Dark, true)]
    public async Task Page_OpenedFromDisk_AsksForNothingRunsNothingAndIsAccessible(string kind, ColorScheme scheme, bool isPhone) =>
        await Look(PageExamples.Of(kind), $"{kind}-{scheme}-{(isPhone ? "phone" : "desktop")}", scheme, isPhone);

    // A person who wants to see what the tests see names a folder for screenshots.
    async Task Look(HtmlPage page, string name, ColorScheme scheme, bool isPhone)
    {
        using var directory = new TempDirectory();
        var address = new Uri(directory.Write("page.html", page.ToString()));
        await using var opened = await browser.Open(address, new() { ColorScheme = scheme, ViewportSize = isPhone ? s_phone : s_desktop });
        if (Environment.GetEnvironmentVariable("REPORT_SCREENSHOTS") is { } folder)
        {
            await opened.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        }

        Assert.Equal(address, Assert.Single(opened.Requests));
        Assert.Empty(opened.Complaints);
        Assert.Equal(0, await opened.Overflow());
        Assert.Empty(await opened.AxeFindings());
        Assert.Empty(opened.Complaints);
    }
}
