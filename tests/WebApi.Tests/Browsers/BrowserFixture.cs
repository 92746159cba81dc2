using Microsoft.Playwright;

namespace RnnToolkit.WebApi.Tests.Browsers;

/// <summary>An app, and a browser to look at it.</summary>
public class BrowserFixture : HeadlessBrowser
{
    public BrowserFixture()
        : this(new WebApp())
    {
    }

    protected BrowserFixture(WebApp app) => App = app;

    public WebApp App { get; }

    public override async Task InitializeAsync()
    {
        await App.InitializeAsync();
        await base.InitializeAsync();
    }

    /// <summary>Opens the page in a session of its own and waits until it can be used.</summary>
    /// <param name="options">The session.</param>
    /// <param name="route">Changes what the page receives, before it is loaded.</param>
    public async Task<OpenPage> Open(BrowserNewContextOptions? options = null, Func<IPage, Task>? route = null)
    {
        var context = await Browser.NewContextAsync(options ?? new());
        var opened = new OpenPage(context, await context.NewPageAsync());
        await (route?.Invoke(opened.Page) ?? Task.CompletedTask);
        await opened.Page.GotoAsync(App.Address.ToString());
        await opened.Page.GetByRole(AriaRole.Radio).First.WaitForAsync();
        return opened;
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await App.DisposeAsync();
    }
}
