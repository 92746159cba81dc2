using Microsoft.Playwright;

namespace RnnToolkit.BrowserSupport;

/// <summary>A headless Chromium with a fresh profile; nothing where there is none, because tests that need it are skipped there.</summary>
public class HeadlessBrowser : IAsyncLifetime
{
    const float PatienceMilliseconds = 30_000; // a busy machine is slow

    IPlaywright? _playwright;
    IBrowser? _browser;

    /// <summary>The browser.</summary>
    protected IBrowser Browser => _browser!;

    public virtual async Task InitializeAsync()
    {
        if (Chromium.Path is { } path)
        {
            Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Chromium.Arguments, Headless = true });
        }
    }

    /// <summary>Opens an address in a session of its own.</summary>
    public async Task<WatchedPage> Open(Uri address, BrowserNewContextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var context = await Browser.NewContextAsync(options ?? new());
        var opened = new WatchedPage(context, await context.NewPageAsync());
        await opened.Page.GotoAsync(address.ToString());
        return opened;
    }

    public virtual async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }
}
