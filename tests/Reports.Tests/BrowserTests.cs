using Microsoft.Playwright;

namespace RnnToolkit.Reports.Tests;

/// <summary>Pages in a real browser, opened from disk: ordinary ones and ones full of hostile text.</summary>
public sealed class BrowserTests(HeadlessBrowser browser) : IClassFixture<HeadlessBrowser>
{
    static readonly ViewportSize s_desktop = new() { Width = 1280, Height = 900 };
    static readonly ViewportSize s_phone = new() { Width = 390, Height = 844 };

    [AxeTheory]
    [InlineData("ordinary", ColorScheme.Light, false)]
    [InlineData("ordinary", ColorScheme.Dark, false)]
    [InlineData("ordinary", ColorScheme.Light, true)]
    [InlineData("ordinary", ColorScheme.Dark, true)]
    [InlineData("hostile", ColorScheme.Light, false)]
    [InlineData("hostile", ColorScheme.Dark, true)]
    public async Task Page_OpenedFromDisk_AsksForNothingRunsNothingAndIsAccessible(string kind, ColorScheme scheme, bool isPhone)
    {
        using var directory = new TempDirectory();
        var address = new Uri(directory.Write("page.html", PageExamples.Of(kind).ToString()));

        await using var opened = await browser.Open(address, new() { ColorScheme = scheme, ViewportSize = isPhone ? s_phone : s_desktop });
        if (Environment.GetEnvironmentVariable("REPORT_SHOTS") is { } shots)
        {
            await opened.Page.ScreenshotAsync(new() { Path = Path.Combine(shots, $"{kind}-{scheme}-{(isPhone ? "phone" : "desktop")}.png"), FullPage = true });
        }

        Assert.Equal(address, Assert.Single(opened.Requests));
        Assert.Empty(opened.Complaints);
        Assert.Equal(0, await opened.Overflow());
        Assert.Empty(await opened.AxeFindings());
        Assert.Empty(opened.Complaints);
    }
}
