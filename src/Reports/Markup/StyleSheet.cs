namespace RnnToolkit.Reports.Markup;

/// <summary>A <c>style</c> element with rules of ours. HTML reads it as it is and XML as text, so it may hold no character that either escapes.</summary>
sealed class StyleSheet : Node
{
    readonly string _rules;

    public StyleSheet(string rules)
    {
        if (rules.AsSpan().IndexOfAny("<>&") >= 0)
        {
            throw new ArgumentException("found <, > or & in a style sheet", nameof(rules));
        }

        _rules = rules;
    }

    internal override void Write(TextWriter writer)
    {
        writer.Write("\n<style>\n");
        writer.Write(_rules);
        writer.Write("</style>");
    }
}
