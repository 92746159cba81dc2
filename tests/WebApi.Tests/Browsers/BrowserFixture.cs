using Microsoft.Playwright;

namespace RnnToolkit.WebApi.Tests.Browsers;

/// <summary>An app, and a headless Chromium with a fresh profile to look at it.</summary>
public class BrowserFixture : IAsyncLifetime
{
    const float PatienceMilliseconds = 30_000; // a busy machine is slow

    IPlaywright? _playwright;
    IBrowser? _browser;

    public BrowserFixture()
        : this(new WebApp())
    {
    }

    protected BrowserFixture(WebApp app) => App = app;

    public WebApp App { get; }

    public async Task InitializeAsync()
    {
        await App.InitializeAsync();
        if (Chromium.Path is { } path)
        {
            Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Chromium.Arguments, Headless = true });
        }
    }

    /// <summary>Opens the page in a session of its own and waits until it can be used.</summary>
    /// <param name="options">The session.</param>
    /// <param name="route">Changes what the page receives, before it is loaded.</param>
    public async Task<OpenPage> Open(BrowserNewContextOptions? options = null, Func<IPage, Task>? route = null)
    {
        var context = await _browser!.NewContextAsync(options ?? new());
        var opened = new OpenPage(context, await context.NewPageAsync());
        await (route?.Invoke(opened.Page) ?? Task.CompletedTask);
        await opened.Page.GotoAsync(App.Address.ToString());
        await opened.Page.GetByRole(AriaRole.Radio).First.WaitForAsync();
        return opened;
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await App.DisposeAsync();
    }
}
