using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace RnnToolkit.BrowserSupport;

/// <summary>A page, and everything that went wrong on it.</summary>
public class WatchedPage : IAsyncDisposable
{
    readonly IBrowserContext _context;

    public WatchedPage(IBrowserContext context, IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Dialog += (_, dialog) => Complaints.Enqueue($"{dialog.Type}: {dialog.Message}");
        page.Request += (_, request) => Requests.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>What the browser complained about: exceptions, refused resources, failed requests, and dialogs that scripts opened.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>Every address that was requested.</summary>
    public ConcurrentQueue<Uri> Requests { get; } = [];

    /// <summary>What axe-core finds on the page as it is now.</summary>
    public async Task<string[]> AxeFindings()
    {
        await Page.EvaluateAsync(await File.ReadAllTextAsync(AxeFactAttribute.Script));
        return await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run()).violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}: ${node.failureSummary}`))
            """);
    }

    /// <summary>How far the page is wider than the window.</summary>
    public async Task<int> Overflow() => await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
