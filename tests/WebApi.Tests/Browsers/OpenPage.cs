using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace RnnToolkit.WebApi.Tests.Browsers;

/// <summary>A page, and everything that went wrong on it.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly TaskCompletionSource<IFileChooser> _chooser = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal OpenPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.FileChooser += (_, chooser) => _chooser.TrySetResult(chooser);
        page.Request += (_, request) => Requests.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>What the browser complained about: exceptions, refused resources, failed requests.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>Every address that was requested.</summary>
    public ConcurrentQueue<Uri> Requests { get; } = [];

    /// <summary>The first file chooser that the page opens. Subscribed from the start: a later subscription may miss it.</summary>
    public Task<IFileChooser> FileChooser => _chooser.Task;

    public ILocator Text => Page.GetByLabel("Text to classify");

    public ILocator File => Page.GetByLabel("Choose a file");

    public ILocator ScoreTable => Page.GetByRole(AriaRole.Button, new() { Name = "Score the table" });

    public ILocator Verdict => Page.Locator(".verdict");

    /// <summary>What axe-core finds on the page as it is now.</summary>
    public async Task<string[]> AxeFindings()
    {
        await Page.EvaluateAsync(await System.IO.File.ReadAllTextAsync(AxeFactAttribute.Script));
        return await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run()).violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}: ${node.failureSummary}`))
            """);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
