using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RnnToolkit.TestSupport.TinyBundles;
using RnnToolkit.WebApi.Tests.Browsers;
using static Microsoft.Playwright.Assertions;

namespace RnnToolkit.WebApi.Tests;

/// <summary>The page with more than two labels, with labels from hostile data, and with a model that has n-grams.</summary>
public sealed class ManyLabelsPageTests(ManyLabelsPageTests.Fixture browser) : IClassFixture<ManyLabelsPageTests.Fixture>
{
    const string Text = "A good great story; bad ending, zzyzx 😀";
    const int Top = 6;

    [BrowserFact]
    public async Task Page_ManyLabels_ShowsTheMostProbableAndFoldsTheOthers()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(Text);

        var (label, probability) = ManyLabels.Best(ManyLabels.Bundle, Text);
        await Expect(opened.Verdict).ToHaveTextAsync($"{label} {Percent(probability)}");
        var ranked = ManyLabels.Names.Zip(ManyLabels.Probabilities(ManyLabels.Bundle, Text)).OrderByDescending(each => each.Second).ToList();
        string[] expected = [.. ranked.Select(each => $"{each.First}{Percent(each.Second)}")];
        await Expect(opened.Page.Locator("#ranking li")).ToHaveTextAsync(expected[..Top]);
        var others = opened.Page.Locator("#more-ranking li");
        await Expect(others.First).ToBeHiddenAsync();
        await opened.Page.GetByText($"{expected.Length - Top} more").ClickAsync();
        await Expect(others.First).ToBeVisibleAsync();
        await Expect(others).ToHaveTextAsync(expected[Top..]);
        await Expect(opened.Page.GetByRole(AriaRole.Meter)).ToHaveCountAsync(0); // that of two labels
    }

    [BrowserFact]
    public async Task Page_LabelsWithMarkup_StayText()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(Text);
        await opened.Page.GetByText("2 more").ClickAsync();
        await opened.File.SetInputFilesAsync(Table("text\ngood\nbad\ndull\n"));
        await opened.ScoreTable.ClickAsync();
        await Expect(opened.Page.GetByText("tickets.csv: 3 rows, scored by many")).ToBeVisibleAsync();

        await Expect(opened.Page.Locator("#ranking, #more-ranking").GetByText(ManyLabels.Names[0], new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(0, await opened.Page.Locator("main img").CountAsync());
        Assert.StartsWith("RnnToolkit", await opened.Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(opened.Complaints);
    }

    [BrowserTheory]
    [InlineData(ManyLabels.Id)]
    [InlineData(ManyLabels.TwoId)]
    public async Task Page_ModelWithNGrams_LeadsToTheProbabilityAndShowsBothParts(string model)
    {
        await using var opened = await browser.Open();
        await opened.Page.GetByRole(AriaRole.Radio, new() { Name = model }).CheckAsync();

        await opened.Text.FillAsync(Text);

        var bundle = model == ManyLabels.Id ? ManyLabels.Bundle : ManyLabels.Two;
        var explained = model == ManyLabels.Id ? ManyLabels.Best(bundle, Text).Label : "spam";
        await Expect(opened.Page.Locator("#points-label")).ToHaveTextAsync(explained);
        var rows = opened.Page.GetByRole(AriaRole.Table, new() { Name = "How the score comes about" }).GetByRole(AriaRole.Row);
        var points = (await rows.Locator(".number").AllTextContentsAsync()).Skip(1).Select(Number).ToArray();
        var labelIndex = bundle.Labels.ToList().IndexOf(explained);
        Assert.Equal(100 * ManyLabels.Probabilities(bundle, "")[labelIndex], points[0], 0.1); // one decimal
        Assert.Equal(100 * ManyLabels.Probabilities(bundle, Text)[labelIndex], points[^1], 0.1);
        Assert.Equal(points[^1], points[..^1].Sum(), 0.05 * points.Length); // each rounded to one decimal
        var parts = opened.Page.GetByRole(AriaRole.Table, new() { Name = "What the two parts of the model say" });
        await Expect(parts.GetByRole(AriaRole.Rowheader)).ToHaveTextAsync(["Network", "N-grams"]);
        var logits = (await parts.Locator("tbody .number").AllTextContentsAsync()).Select(Number).ToArray();
        var output = labelIndex < bundle.Logits("").Length ? labelIndex : 0;
        Assert.Equal(bundle.Logits(Text)[output] - bundle.Logits("")[output], logits.Sum(), 0.011); // two rounded to two decimals
        await Expect(opened.Page.Locator("#words mark.unknown", new() { HasText = "zzyzx" })).ToBeVisibleAsync(); // its hashed row moves the score
    }

    [BrowserFact]
    public async Task Page_LongTextForAModelWithNGrams_SaysWhatTheyStillRead()
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync($"dull dull dull dull good great{string.Concat(Enumerable.Repeat(" dull", 8))}");

        await Expect(opened.Page.Locator("#notes")).ToContainTextAsync("The network reads the first 4 and last 8 words; 2 words between them are read for n-grams only.");
        await Expect(opened.Page.Locator("#words mark.beyond")).ToHaveTextAsync(["good", "great"]);
    }

    [BrowserTheory]
    [InlineData("القصة جيدة جدا good", "rtl")]
    [InlineData("הסיפור טוב", "rtl")]
    [InlineData("这部电影的故事很好。", "ltr")]
    public async Task Page_TextsInOtherScripts_KeepTheirDirectionAndEveryCharacter(string text, string direction)
    {
        await using var opened = await browser.Open();

        await opened.Text.FillAsync(text);

        var words = opened.Page.GetByRole(AriaRole.Group, new() { Name = "What the model reads" });
        await Expect(words).ToHaveTextAsync(text);
        await Expect(words).ToHaveCSSAsync("direction", direction);
        await Expect(opened.Text).ToHaveCSSAsync("direction", direction);
        Assert.Empty(opened.Complaints);
    }

    [BrowserFact]
    public async Task Page_TableWithAColumnForEachLabel_ComesBackWithThem()
    {
        await using var opened = await browser.Open();
        await opened.File.SetInputFilesAsync(Table("text\ngood film\nawful\n"));
        await opened.Page.GetByLabel("Add a column for each label").CheckAsync();

        await opened.ScoreTable.ClickAsync();

        await Expect(opened.Page.GetByText("tickets.csv: 2 rows, scored by many")).ToBeVisibleAsync();
        await Expect(opened.Page.Locator("#shares li").First).ToHaveTextAsync(new Regex("[12] \\((100|50)\\.0 %\\)$"));
        var download = await opened.Page.RunAndWaitForDownloadAsync(() =>
            opened.Page.GetByRole(AriaRole.Link, new() { Name = "Download the scored table" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.StartsWith("text,predicted_label,predicted_probability,predicted_status,\"predicted_probability_<img", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",predicted_probability_\u202Eback", lines[0], StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task Page_LongLabelsOnANarrowScreen_FitWithoutScrollingSideways()
    {
        await using var opened = await browser.Open(
            new() { ViewportSize = new() { Width = 320, Height = 640 } },
            route: page => page.RouteAsync("**/explain", async route =>
            {
                var response = await route.FetchAsync();
                var body = (await response.TextAsync()).Replace("constructor", new string('x', 200), StringComparison.Ordinal);
                await route.FulfillAsync(new() { Response = response, Body = body });
            }));

        await opened.Text.FillAsync(Text);
        await opened.Page.GetByText("2 more").ClickAsync();

        await Expect(opened.Verdict).ToBeVisibleAsync();
        Assert.Equal(320, await opened.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [AxeTheory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Page_ManyLabels_IsAccessible(ColorScheme scheme, int width)
    {
        await using var opened = await browser.Open(new()
        {
            ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = 800 },
        });

        await opened.Text.FillAsync(Text + string.Concat(Enumerable.Repeat(" good", TinyBundle.SequenceLength)));
        await opened.Page.GetByText("2 more").ClickAsync();
        await opened.File.SetInputFilesAsync(Table("text\ngood\nbad\n"));
        await opened.ScoreTable.ClickAsync();
        await Expect(opened.Page.GetByText("tickets.csv: 2 rows")).ToBeVisibleAsync();

        Assert.Empty(await opened.AxeFindings());
    }

    static FilePayload Table(string content) => new() { Name = "tickets.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(content) };

    /// <summary>A number of a table: "48.2 %", "+1.0" or "−1.0".</summary>
    static double Number(string text) => double.Parse(text.Replace('−', '-').TrimEnd('%', ' '), CultureInfo.InvariantCulture);

    static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";

    public sealed class Fixture() : BrowserFixture(ManyLabels.App());
}
