using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RnnToolkit.TestSupport.TinyBundles;
using RnnToolkit.WebApi.Tests.Browsers;
using static Microsoft.Playwright.Assertions;

namespace RnnToolkit.WebApi.Tests;

/// <summary>The page in a real browser. Elements are found as a screen reader finds them: by role and name.</summary>
public sealed class PageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    const string Review = "😀 A GREAT plot, but a dull ending; zzyzx!";

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [BrowserFact]
    public async Task Page_TypedReview_ShowsProbabilityAndTheWordsThatMadeIt()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(Review);
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Score" }).ClickAsync();

        await Expect(opened.Verdict).ToHaveTextAsync(Verdict(browser.App.Gru, Review));
        var meter = opened.Page.GetByRole(AriaRole.Meter, new() { Name = "Probability of positive" });
        await Expect(meter).ToHaveAttributeAsync("aria-valuenow", Percent(WebApp.Probability(browser.App.Gru, Review)));
        var words = opened.Page.GetByRole(AriaRole.Group, new() { Name = "The words that made it" });
        await Expect(words).ToHaveTextAsync(Review);
        await Expect(words.Locator("mark")).ToHaveTextAsync(["GREAT", "plot", "dull", "ending"]);
        await Expect(words.Locator(".unknown")).ToHaveTextAsync(["zzyzx"]);
        await Expect(opened.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(4);
        await Expect(opened.Page.GetByRole(AriaRole.Status).First).ToHaveTextAsync(Verdict(browser.App.Gru, Review, separator: ", ") + ".");
    }

    [BrowserFact]
    public async Task Page_WhileTyping_ScoresOnItsOwnAndQuietly()
    {
        await using var opened = await browser.Open();

        await opened.Text.PressSequentiallyAsync("awful waste");

        await Expect(opened.Verdict).ToHaveTextAsync(Verdict(browser.App.Gru, "awful waste"));
        await Expect(opened.Page.GetByRole(AriaRole.Status).First).ToBeEmptyAsync();
    }

    [BrowserFact]
    public async Task Page_AnotherModel_ScoresTheTextAgain()
    {
        await using var opened = await browser.Open();
        await opened.Text.FillAsync(Review);
        await Expect(opened.Verdict).ToHaveTextAsync(Verdict(browser.App.Gru, Review));
        var first = opened.Page.GetByRole(AriaRole.Radio, new() { Name = WebApp.First });
        await Expect(opened.Page.Locator(".model").First).ToHaveTextAsync(new Regex("gru1.*GRU, 1 layer.*81.3 %.*75.0 %"));

        await opened.Page.GetByRole(AriaRole.Radio, new() { Name = WebApp.Second }).CheckAsync();

        await Expect(first).Not.ToBeCheckedAsync();
        await Expect(opened.Verdict).ToHaveTextAsync(Verdict(browser.App.Rnn, Review));
    }

    [BrowserFact]
    public async Task Page_DroppedTable_ComesBackScoredWithASummary()
    {
        await using var opened = await browser.Open();
        var files = await opened.Page.EvaluateHandleAsync(
            """
            () => {
              const transfer = new DataTransfer();
              transfer.items.add(new File(["id,text\n7,good film\n8,\"awful, dull\"\n9\n"], "reviews.csv", { type: "text/csv" }));
              return transfer;
            }
            """);

        await opened.Page.Locator("#drop").DispatchEventAsync("drop", new { dataTransfer = files });

        await Expect(opened.Page.GetByText("reviews.csv: 3 rows, scored by gru1")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByText("row 3 (line 4): found 1 field, expected 2")).ToBeVisibleAsync();
        var download = await opened.Page.RunAndWaitForDownloadAsync(() =>
            opened.Page.GetByRole(AriaRole.Link, new() { Name = "Download the scored table" }).ClickAsync());
        Assert.Equal("reviews-scored.csv", download.SuggestedFilename);
        var lines = (await File.ReadAllTextAsync(await download.PathAsync())).TrimEnd().Split('\n');
        Assert.Equal("id,text,predicted_label,predicted_probability,predicted_status", lines[0]);
        Assert.Equal(["7,good film,", "8,\"awful, dull\",", ",,,,bad_row"], lines[1..].Select((line, i) => i == 2 ? line : line[..(i == 0 ? 12 : 16)]));
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Page_BadTable_SaysWhatIsWrongAndHowToGoOn()
    {
        await using var opened = await browser.Open();
        var input = opened.Page.GetByLabel("Choose a file");

        await input.SetInputFilesAsync(Table("review,stars\ngood,5\n"));

        var alert = opened.Page.GetByRole(AriaRole.Alert);
        await Expect(alert).ToHaveTextAsync("table: header: found columns review, stars, expected a column text");
        await opened.Page.GetByLabel("Column with the text").FillAsync("review");
        await input.SetInputFilesAsync(Table("review,stars\ngood,5\n"));
        await Expect(opened.Page.GetByText("reviews.csv: 1 row, scored by gru1")).ToBeVisibleAsync();
        await Expect(alert).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Page_CancelWhileATableIsScored_StopsTheUpload()
    {
        await using var opened = await browser.Open();
        var stopped = new TaskCompletionSource<IRequest>();
        opened.Page.RequestFailed += (_, request) => stopped.TrySetResult(request);
        await opened.Page.RouteAsync("**/score-csv*", _ => { }); // never answered
        await opened.Page.GetByLabel("Choose a file").SetInputFilesAsync(Table("text\ngood\n"));

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        Assert.Contains("score-csv", (await stopped.Task.WaitAsync(s_patience)).Url, StringComparison.Ordinal);
        await Expect(opened.Page.GetByText("Cancelled.")).ToBeAttachedAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Page_ServerGone_SaysSo()
    {
        await using var opened = await browser.Open();
        await opened.Page.RouteAsync("**/explain", route => route.AbortAsync());

        await opened.Text.FillAsync(Review);

        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The server cannot be reached.");
    }

    [BrowserFact]
    public async Task Page_KeyboardAlone_ReachesEverything()
    {
        await using var opened = await browser.Open();
        var (page, keyboard) = (opened.Page, opened.Page.Keyboard);

        await Expect(opened.Text).ToBeFocusedAsync();
        await keyboard.TypeAsync(Review);
        await keyboard.PressAsync("Control+Enter");
        await Expect(opened.Verdict).ToHaveTextAsync(Verdict(browser.App.Gru, Review));

        await TabTo(page, page.GetByRole(AriaRole.Radio, new() { Name = WebApp.First }));
        await keyboard.PressAsync("ArrowDown");
        await Expect(opened.Verdict).ToHaveTextAsync(Verdict(browser.App.Rnn, Review));

        await TabTo(page, page.GetByLabel("Choose a file"));
        await keyboard.PressAsync("Enter");
        await (await opened.FileChooser.WaitAsync(s_patience)).SetFilesAsync(Table("text\ngood\nbad\n"));
        await Expect(page.GetByText("reviews.csv: 2 rows, scored by rnn2")).ToBeVisibleAsync();

        await TabTo(page, page.GetByRole(AriaRole.Link, new() { Name = "Download the scored table" }));
        var download = await page.RunAndWaitForDownloadAsync(() => keyboard.PressAsync("Enter"));
        Assert.Equal(3, (await File.ReadAllLinesAsync(await download.PathAsync())).Length);
    }

    [BrowserFact]
    public async Task Page_NothingTyped_AsksForAReview()
    {
        await using var opened = await browser.Open();

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Score" }).ClickAsync();

        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Type a review first.");
        await Expect(opened.Text).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Page_MarkupInAReview_StaysText()
    {
        const string Text = "<img src=x onerror=\"document.title='broken'\"> good <script>document.title='broken'</script>";
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(Text);

        await Expect(opened.Page.GetByRole(AriaRole.Group, new() { Name = "The words that made it" })).ToHaveTextAsync(Text);
        Assert.StartsWith("RnnToolkit", await opened.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Page_LongText_SaysWhatTheModelDidNotRead()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(string.Join(' ', Enumerable.Repeat("good", TinyBundle.SequenceLength + 1)));

        await Expect(opened.Page.GetByText("the score is that of its first 12 words that count")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Page_ItsRequests_StayOnItsServer()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(Review);

        await Expect(opened.Verdict).ToBeVisibleAsync();
        Assert.All(opened.Requests, request => Assert.Equal(browser.App.Address.Authority, request.Authority));
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Page_OnANarrowScreen_FitsWithoutScrollingSideways()
    {
        await using var opened = await browser.Open(new() { ViewportSize = new() { Width = 320, Height = 640 } });

        await opened.Text.FillAsync(Review + new string('x', 200));

        await Expect(opened.Verdict).ToBeVisibleAsync();
        Assert.Equal(320, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [BrowserFact]
    public Task Page_Light_IsReadable() => AssertReadable(ColorScheme.Light);

    [BrowserFact]
    public Task Page_Dark_IsReadable() => AssertReadable(ColorScheme.Dark);

    /// <summary>Every piece of text has the contrast that WCAG 2 asks for at level AA, 4.5 to 1.</summary>
    async Task AssertReadable(ColorScheme scheme)
    {
        await using var opened = await browser.Open(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await opened.Text.FillAsync(Review);
        await Expect(opened.Verdict).ToBeVisibleAsync();
        await opened.Page.GetByLabel("Choose a file").SetInputFilesAsync(Table("text,id\ngood,1\nbad\n"));
        await Expect(opened.Page.GetByText("reviews.csv: 2 rows")).ToBeVisibleAsync();

        var faint = await opened.Page.EvaluateAsync<string[]>(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Browsers", "contrast.js")));

        Assert.Empty(faint);
    }

    static async Task TabTo(IPage page, ILocator target)
    {
        for (var i = 0; i < 20; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{target} was not reached with 20 times Tab");
    }

    static FilePayload Table(string content) => new() { Name = "reviews.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(content) };

    static string Verdict(TinyBundle bundle, string text, string separator = " ")
    {
        var probability = WebApp.Probability(bundle, text);
        return probability >= 0.5 ? $"positive{separator}{Percent(probability)} %" : $"negative{separator}{Percent(1 - probability)} %";
    }

    static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
