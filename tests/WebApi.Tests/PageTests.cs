using System.Globalization;
using System.Text.Json.Nodes;
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
        var words = opened.Page.GetByRole(AriaRole.Group, new() { Name = "What the model reads" });
        await Expect(words).ToHaveTextAsync(Review);
        await Expect(words.Locator("mark")).ToHaveTextAsync(["GREAT", "plot", "dull", "ending"]);
        await Expect(words.Locator(".unknown")).ToHaveTextAsync(["zzyzx"]);
        await Expect(words.Locator(".stop")).ToHaveTextAsync(["A", "but", "a"]);
        await Expect(opened.Page.GetByText("The model does not know 1 of the 5 words that it reads.").First).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Status).First).ToHaveTextAsync(
            new Regex($"^{Regex.Escape(Verdict(browser.App.Gru, Review, separator: ", "))}\\..*does not know 1 of the 5 words"));
    }

    [BrowserFact]
    public async Task Page_Explanation_LeadsFromAnEmptyTextToTheScore()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync("great plot, dull ending, bad actor, awful scene, fine music, good story");

        var rows = opened.Page.GetByRole(AriaRole.Table, new() { Name = "How the score comes about" }).GetByRole(AriaRole.Row);
        await Expect(rows).ToHaveCountAsync(1 + 1 + 8 + 1 + 1); // head, empty text, the strongest words, the others, this text
        var points = (await rows.Locator(".number").AllTextContentsAsync()).Skip(1).Select(Points).ToArray();
        Assert.Equal(100 * WebApp.Probability(browser.App.Gru, ""), points[0], 0.1); // one decimal
        Assert.Equal(points[^1], points[..^1].Sum(), 0.05 * points.Length); // each rounded to one decimal
        await Expect(opened.Page.GetByRole(AriaRole.Rowheader, new() { Name = "4 other words" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Page_ScoreNearTheThreshold_IsCalledUncertain()
    {
        await using var opened = await browser.Open();
        await opened.Page.RouteAsync("**/explain", async route =>
        {
            var response = await route.FetchAsync();
            var answer = JsonNode.Parse(await response.TextAsync())!;
            (answer["score"]!["isUncertain"], answer["score"]!["probability"]) = (true, 0.52);
            (answer["score"]!["label"], answer["score"]!["labelIndex"]) = ("positive", 1);
            await route.FulfillAsync(new() { Response = response, Body = answer.ToJsonString() });
        });

        await opened.Text.FillAsync("good");

        await Expect(opened.Verdict).ToHaveTextAsync("uncertain, rather positive 52.0 %");
        await Expect(opened.Page.GetByText("close to the threshold of 50 %").First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Page_LabelsOfTheImdbReviews_AreShownInWords()
    {
        await using var opened = await browser.Open(route: async page => await page.RouteAsync("**/models", async route =>
        {
            var response = await route.FetchAsync();
            var body = (await response.TextAsync()).Replace("\"negative\"", "\"neg\"", StringComparison.Ordinal).Replace("\"positive\"", "\"pos\"", StringComparison.Ordinal);
            await route.FulfillAsync(new() { Response = response, Body = body });
        }));

        await opened.Text.FillAsync(Review);

        await Expect(opened.Verdict).ToHaveTextAsync(Verdict(browser.App.Gru, Review));
        await Expect(opened.Page.GetByText("towards negative")).ToBeVisibleAsync();
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
        await opened.ScoreTable.ClickAsync();

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
    public async Task Page_ChosenTable_OffersItsColumnsAndGuessesTheOneWithTexts()
    {
        await using var opened = await browser.Open();
        var column = opened.Page.GetByLabel("Column with the text");

        await opened.File.SetInputFilesAsync(Table("\uFEFFid,\"the, note\",stars\r\n1,\"a long \"\"note\"\"\nin two lines\",5\r\n"));

        await Expect(column).ToHaveValueAsync("the, note");
        await Expect(column.Locator("option")).ToHaveTextAsync(["id", "the, note", "stars"]);
        await opened.File.SetInputFilesAsync(Table("a long name of a column,Review\n"));
        await Expect(column).ToHaveValueAsync("Review");
    }

    [BrowserFact]
    public async Task Page_BadTable_SaysWhatIsWrongAndTakesTheNext()
    {
        await using var opened = await browser.Open();

        await opened.File.SetInputFilesAsync(Table("review,review\ngood,5\n"));
        await opened.ScoreTable.ClickAsync();

        var alert = opened.Page.GetByRole(AriaRole.Alert);
        await Expect(alert).ToHaveTextAsync("table: header: found two columns review, expected one");
        await opened.File.SetInputFilesAsync(Table("review,stars\ngood,5\n"));
        await opened.ScoreTable.ClickAsync();
        await Expect(opened.Page.GetByText("reviews.csv: 1 row, scored by gru1")).ToBeVisibleAsync();
        await Expect(alert).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Page_EmptyTable_IsRefusedBeforeItIsSent()
    {
        await using var opened = await browser.Open();

        await opened.File.SetInputFilesAsync(Table(""));

        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("reviews.csv is empty, expected a header with the names of the columns.");
        await Expect(opened.ScoreTable).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task Page_CancelWhileATableIsScored_StopsTheUpload()
    {
        await using var opened = await browser.Open();
        var stopped = new TaskCompletionSource<IRequest>();
        opened.Page.RequestFailed += (_, request) => stopped.TrySetResult(request);
        await opened.Page.RouteAsync("**/score-csv*", _ => { }); // never answered
        await opened.File.SetInputFilesAsync(Table("text\ngood\n"));
        await opened.ScoreTable.ClickAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Progressbar, new() { NameRegex = new("^(Uploading reviews.csv: \\d+ %|Scoring reviews.csv …)$") })).ToBeVisibleAsync();

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

        await TabTo(page, opened.File);
        await keyboard.PressAsync("Enter");
        await (await opened.FileChooser.WaitAsync(s_patience)).SetFilesAsync(Table("text\ngood\nbad\n"));
        await Expect(page.GetByLabel("Column with the text")).ToBeFocusedAsync();
        await TabTo(page, opened.ScoreTable);
        await keyboard.PressAsync("Enter");
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

        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Type a text first.");
        await Expect(opened.Text).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Page_MarkupInAReview_StaysText()
    {
        const string Text = "<img src=x onerror=\"document.title='broken'\"> good <script>document.title='broken'</script>";
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(Text);

        await Expect(opened.Page.GetByRole(AriaRole.Group, new() { Name = "What the model reads" })).ToHaveTextAsync(Text);
        Assert.StartsWith("RnnToolkit", await opened.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Page_LongText_SaysWhatTheModelDidNotRead()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(string.Join(' ', Enumerable.Repeat("good", TinyBundle.SequenceLength + 1)));

        await Expect(opened.Page.Locator("#notes")).ToContainTextAsync("The network reads the first 12 words; 1 word after them is not read.");
        await Expect(opened.Page.Locator("#words .beyond")).ToHaveTextAsync(["good"]);
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
    public async Task Page_ExampleOnAPhone_ShowsItsResultOnTheScreen()
    {
        await using var opened = await browser.Open(new() { ViewportSize = new() { Width = 390, Height = 664 } });

        await opened.Page.Locator(".chip").First.ClickAsync();

        await Expect(opened.Verdict).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(opened.Page.GetByRole(AriaRole.Meter)).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Equal(390, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [AxeFact]
    public Task Page_Light_IsAccessible() => AssertAccessible(ColorScheme.Light, width: 1280);

    [AxeFact]
    public Task Page_Dark_IsAccessible() => AssertAccessible(ColorScheme.Dark, width: 1280);

    [AxeFact]
    public Task Page_LightOnAPhone_IsAccessible() => AssertAccessible(ColorScheme.Light, width: 390);

    [AxeFact]
    public Task Page_DarkOnAPhone_IsAccessible() => AssertAccessible(ColorScheme.Dark, width: 390);

    /// <summary>Every rule of axe-core holds, with nothing and with everything shown.</summary>
    async Task AssertAccessible(ColorScheme scheme, int width)
    {
        await using var opened = await browser.Open(new()
        {
            ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = 800 },
        });
        Assert.Empty(await opened.AxeFindings());

        await opened.Text.FillAsync(Review + string.Concat(Enumerable.Repeat(" good", TinyBundle.SequenceLength)));
        await Expect(opened.Verdict).ToBeVisibleAsync();
        await opened.File.SetInputFilesAsync(Table("text,id\ngood,1\nbad\n"));
        await opened.ScoreTable.ClickAsync();
        await Expect(opened.Page.GetByText("reviews.csv: 2 rows")).ToBeVisibleAsync();
        await opened.Page.RouteAsync("**/score-csv*", _ => { }); // never answered, so that the progress stays
        await opened.File.SetInputFilesAsync(Table("text,id\ngood,1\n"));
        await opened.ScoreTable.ClickAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        Assert.Empty(await opened.AxeFindings());
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

    /// <summary>A number of the table: "48.2 %", "+1.0" or "−1.0".</summary>
    static double Points(string text) => double.Parse(text.Replace('−', '-').TrimEnd('%', ' '), CultureInfo.InvariantCulture);

    static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
