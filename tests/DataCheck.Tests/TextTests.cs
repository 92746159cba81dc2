using RnnToolkit.Preprocess;

namespace RnnToolkit.DataCheck.Tests;

/// <summary>Faults of single texts, each planted into clean data.</summary>
public class TextTests
{
    [Theory]
    [InlineData("encoding.replacement", "a caf\uFFFD in town", 1)]
    [InlineData("encoding.mojibake", "a cafÃ© in town, itâ€™s Â£5", 3)]
    [InlineData("encoding.c1Controls", "it\u0092s a film", 1)]
    [InlineData("encoding.controls", "a \u0007film\u0000", 2)]
    [InlineData("encoding.loneSurrogates", @"half \uD83D pair", 1)] // as an escape: xUnit cannot pass it
    [InlineData("encoding.invisible", "soft\u00ADhyphen \uFEFF", 2)]
    [InlineData("encoding.decomposed", "cafe\u0301", 1)]
    [InlineData("scripts.mixedWords", "p\u0430yp\u0430l", 1)] // with Cyrillic letters
    public void Check_DamagedCharacters_AreCounted(string code, string text, int places)
    {
        text = text.Replace(@"\uD83D", "\uD83D", StringComparison.Ordinal);

        var finding = TestData.Single(TestData.CheckWith(TestData.General, text), code);

        Assert.Equal((1, 301), (finding.Count, finding.Total));
        Assert.Equal("planted-1", Assert.Single(finding.Examples).Text.Id);
        if (code != "scripts.mixedWords")
        {
            Assert.Contains($"({places} place{(places == 1 ? "" : "s")})", finding.Statement, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("«FRAPPÉ»")]
    [InlineData("un café\u00A0»")]
    [InlineData("voilà\u00A0»")]
    [InlineData("naïve façade, 100 €, “quoted” – it’s")]
    [InlineData("Ω α β ö ü ß 电影 кино \U0001F600 👨‍👩‍👧")]
    public void Check_GoodTextsOutsideAscii_AreNotDamaged(string text) =>
        Assert.DoesNotContain(
            TestData.CheckWith(TestData.General, text).Findings, finding => finding.Code.StartsWith("encoding.", StringComparison.Ordinal) || finding.Code == "scripts.mixedWords");

    [Fact]
    public void Check_Mojibake_ShowsWhatItWas() =>
        Assert.Equal("was é", Assert.Single(TestData.Single(TestData.CheckWith(TestData.General, "cafÃ©"), "encoding.mojibake").Examples).Detail);

    [Fact]
    public void Check_EmptyTexts_AreNotCountedAsWithoutTokens()
    {
        var report = TestData.CheckWith(TestData.Paper, "", " \n ", "电影");

        Assert.Equal("2 of 303 texts (0.7%) are empty or white space", TestData.Single(report, "texts.empty").Statement);
        Assert.Equal("planted-3", Assert.Single(TestData.Single(report, "texts.withoutTokens").Examples).Text.Id);
    }

    [Fact]
    public void Check_LongTexts_SaysWhatIsCutOff()
    {
        var (train, test) = TestData.Clean();
        var options = TestData.General with { Preprocessing = PreprocessConfig.General with { SequenceLength = 16 } };
        var tokens = train.Concat(test).Select(text => text.Text.Split(' ').Length).ToList();
        var (longer, lost, all) = (tokens.Count(count => count > 16), tokens.Sum(count => Math.Max(0, count - 16)), tokens.Sum());

        var report = TestData.Check(options, train, test);

        Assert.Equal(
            FormattableString.Invariant($"{longer} of 300 texts ({100.0 * longer / 300:F1}%) are longer than the 16 tokens that the recurrent model reads (preprocessing.sequenceLength); {100.0 * lost / all:F1}% of all tokens are not read"),
            TestData.Single(report, "lengths.truncated").Statement);
        Assert.Equal(lost, report.Parts.Sum(part => part.TruncatedTokens));
    }

    [Fact]
    public void Check_WordsThatNoTrainingTextHas_AreUnknown()
    {
        var (train, test) = TestData.Clean();
        test = [.. test.Select((text, i) => i < 40 ? text with { Text = "quite other words from another place altogether" } : text)];

        var finding = TestData.Single(TestData.Check(TestData.General, train, test), "vocabulary.unknown");

        Assert.Equal((Severity.Warning, 40 * 7), (finding.Severity, finding.Count));
        Assert.Equal("7 of 7 tokens unknown", finding.Examples[0].Detail);
    }

    [Theory]
    [InlineData("it was great.The ending", "read as greatthe")]
    [InlineData("it was great.<br /><br />The ending", "read as greatthe")]
    [InlineData("good and/or bad", "read as andor")]
    [InlineData("a film--dull", "read as filmdull")]
    public void Check_PaperSteps_JoinWords(string text, string detail) =>
        Assert.Equal(detail, Assert.Single(TestData.Single(TestData.CheckWith(TestData.Paper, text), "vocabulary.joinedWords").Examples).Detail);

    [Theory]
    [InlineData("a well-made film, don't you think; 3.5 of 10.5")]
    [InlineData("made in the U.S.A. by J.K. Rowling")]
    [InlineData("great. The ending <br /> was good")]
    public void Check_PaperSteps_CompoundsAndNumbersAreNotJoinedWords(string text) =>
        Assert.DoesNotContain(TestData.CheckWith(TestData.Paper, text).Findings, finding => finding.Code == "vocabulary.joinedWords");

    [Fact]
    public void Check_GeneralSteps_JoinNoWordsButLeaveThoseThatAreGlued()
    {
        var report = TestData.CheckWith(TestData.General, "it was great.The ending", "a good storyEnding here", "the iPhone of McDonald");

        Assert.DoesNotContain(report.Findings, finding => finding.Code == "vocabulary.joinedWords");
        var finding = TestData.Single(report, "vocabulary.gluedWords");
        Assert.Equal("1 word looks like two without a space, such as \"movieThis\"", finding.Statement);
        Assert.Equal("story ending", Assert.Single(finding.Examples).Detail);
    }

    [Fact]
    public void Check_RemovedNegations_NamesThemAndWhatTheyNegated()
    {
        // The clean texts contain "never", which is not a stop word.
        var finding = TestData.Single(TestData.CheckWith(TestData.Paper, "it is not good", "not good, no film", "nor this"), "removed.negations");

        Assert.Equal(
            "3 of 303 texts (1.0%) lose a negation to the list of stop words (not 2, no 1, nor 1), most often before good (2), film (1)", finding.Statement);
        Assert.Equal("loses \"not\"", finding.Examples[0].Detail);
        Assert.Contains("""'preprocessing.steps=["lowercase","expandAbbreviations","removeHtmlTags","keepAsciiAlphanumeric","strip","splitOnWhiteSpace"]'""", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_GeneralSteps_RemoveNoNegation() =>
        Assert.DoesNotContain(TestData.CheckWith(TestData.General, "it is not good", "not good, no film").Findings, finding => finding.Code == "removed.negations");

    [Theory]
    [InlineData("removed.letters", "a café")]
    [InlineData("removed.emoji", "a film \U0001F600")]
    [InlineData("removed.emoticons", "a film :-)")]
    [InlineData("markup.entities", "a &quot;film&quot;")]
    [InlineData("markup.urls", "see www.example.org")]
    public void Check_PaperSteps_RemoveWhatGeneralStepsRead(string code, string text)
    {
        _ = TestData.Single(TestData.CheckWith(TestData.Paper, text), code);

        Assert.DoesNotContain(TestData.CheckWith(TestData.General, text).Findings, finding => finding.Code == code);
    }

    [Fact]
    public void Check_TagsThatNoStepRemoves_AreFound()
    {
        var steps = PreprocessConfig.General.Steps.Where(step => step != PreprocessStep.ReplaceHtmlTags);
        var options = TestData.General with { Preprocessing = PreprocessConfig.General with { Steps = [.. steps] } };

        Assert.Equal(1, TestData.Single(TestData.CheckWith(options, "a <b>film</b>"), "markup.tags").Count);
    }

    [Fact]
    public void Check_WordsThatOccurOnce_AreCounted()
    {
        var options = TestData.Paper;
        var words = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"rare{i}"));

        Assert.Equal(60, TestData.Single(TestData.CheckWith(options, words), "vocabulary.singletons").Count);
    }

    [Fact]
    public void Check_OtherScript_IsNamedAndComparedAcrossParts()
    {
        var (train, test) = TestData.Clean();
        test = [.. test.Select((text, i) => i < 50 ? text with { Text = $"Фильм номер {i} очень хороший" } : text)];

        var report = TestData.Check(TestData.General, train, test);

        Assert.Equal("Texts in several scripts: Latin 250, Cyrillic 50", TestData.Single(report, "scripts.several").Statement);
        Assert.Equal("50.0% of the test texts are in Latin script, but 100.0% of the training texts", TestData.Single(report, "scripts.shifted").Statement);
    }

    [Fact]
    public void Check_PaperStepsOnAnotherLanguage_SaysSo()
    {
        List<CheckedText> train = [.. Enumerable.Range(1, 120).Select(row => new CheckedText(
            $"{row}", $"Dieser Film mit der Nummer {row} ist leider viel zu lang und auch nicht besonders spannend erzaehlt worden", row % 2 == 0 ? "good" : "bad"))];

        Assert.Equal(Severity.Warning, TestData.Single(TestData.Check(TestData.Paper, train), "language.notEnglish").Severity);
    }

    [Fact]
    public void Check_EnglishWithThePaperSteps_IsEnglish()
    {
        List<CheckedText> train = [.. Enumerable.Range(1, 120).Select(row => new CheckedText(
            $"{row}", $"This is the film with the number {row} and it was much too long for all of us who had to see it", row % 2 == 0 ? "good" : "bad"))];

        Assert.DoesNotContain(TestData.Check(TestData.Paper, train).Findings, finding => finding.Code == "language.notEnglish");
    }
}
