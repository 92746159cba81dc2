using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnToolkit.Reports.Html;
using RnnToolkit.Reports.Markup;

namespace RnnToolkit.Reports.Tests;

public class HtmlPageTests
{
    [Fact]
    public void Page_HostileTextEverywhere_StaysText()
    {
        var html = PageExamples.Hostile().ToString();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(XDocument.Parse(html).Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(html, character => char.IsControl(character) && character is not '\n' and not '\t');
        Assert.DoesNotContain('\u202E', html);
        Assert.DoesNotContain(html, char.IsSurrogate);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WrittenTwice_IsTheSame() => Assert.Equal(PageExamples.Hostile().ToString(), PageExamples.Hostile().ToString());

    [Fact]
    public void Page_Head_ForbidsEverythingButItsOwnStyle()
    {
        var html = new HtmlPage("Title").ToString();

        Assert.Contains("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;", html, StringComparison.Ordinal);
        Assert.Empty(Regex.Matches(html, "(src|href)=\"(?!#)"));
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_Ids_AreUnique()
    {
        var ids = Regex.Matches(PageExamples.Hostile().ToString(), " id=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(ids);
        Assert.Distinct(ids);
    }

    [Theory]
    [InlineData("script")]
    [InlineData("iframe")]
    [InlineData("a b")]
    [InlineData("")]
    public void Element_ThatRunsOrLoads_IsRefused(string name) => Assert.Throws<ArgumentException>(() => new Element(name));

    [Theory]
    [InlineData("onclick", "alert(1)")]
    [InlineData("href", "javascript:alert(1)")]
    [InlineData("src", "x")]
    [InlineData("style", "background:url(x)")]
    [InlineData("a\"b", "x")]
    public void Attribute_ThatRunsOrLoads_IsRefused(string name, string value) => Assert.Throws<ArgumentException>(() => new Element("a").With(name, value));

    [Fact]
    public void Element_NotANumber_IsRefused() => Assert.Throws<ArgumentException>(() => new Element("rect").With("x", double.NaN));

    [Theory]
    [InlineData("plain, ünicode, 漢字 and 😀", "plain, ünicode, 漢字 and 😀")]
    [InlineData("a\0b\u0007c\u009Fd", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("\u202Eabc\u2066", "\uFFFDabc\uFFFD")]
    [InlineData("two\r\nlines\u2028three", "two \nlines three")]
    [InlineData("\uFFFE\uFDD0", "\uFFFD\uFFFD")]
    public void Clean_AnyText_CanBeShown(string text, string expected) => Assert.Equal(expected, SafeText.Clean(text));

    // Not in the theory: attributes cannot hold half a surrogate pair.
    [Fact]
    public void Clean_HalfASurrogatePair_IsReplaced() => Assert.Equal("lone \uFFFD half", SafeText.Clean("lone \uD800 half"));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd😀g", 6, "abcd…")]
    [InlineData("abc", 1, "…")]
    public void Clip_LongText_EndsBetweenCharacters(string text, int length, string expected) => Assert.Equal(expected, SafeText.Clip(text, length));
}
