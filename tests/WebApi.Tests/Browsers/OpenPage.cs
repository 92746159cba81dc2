using Microsoft.Playwright;

namespace RnnToolkit.WebApi.Tests.Browsers;

/// <summary>The page of the app.</summary>
public sealed class OpenPage : WatchedPage
{
    readonly TaskCompletionSource<IFileChooser> _chooser = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal OpenPage(IBrowserContext context, IPage page)
        : base(context, page) => page.FileChooser += (_, chooser) => _chooser.TrySetResult(chooser);

    /// <summary>The first file chooser that the page opens. Subscribed from the start: a later subscription may miss it.</summary>
    public Task<IFileChooser> FileChooser => _chooser.Task;

    public ILocator Text => Page.GetByLabel("Text to classify");

    public ILocator File => Page.GetByLabel("Choose a file");

    public ILocator ScoreTable => Page.GetByRole(AriaRole.Button, new() { Name = "Score the table" });

    public ILocator Verdict => Page.Locator(".verdict");
}
