namespace RnnToolkit.Reports.Markup;

/// <summary>Escapes text for HTML and for XML, inside elements and inside quoted attributes.</summary>
static class Escaping
{
    /// <summary>Writes text that cannot end the element or attribute that holds it.</summary>
    public static void Write(TextWriter writer, string text)
    {
        foreach (var character in SafeText.Clean(text))
        {
            switch (character)
            {
                case '&': writer.Write("&amp;"); break;
                case '<': writer.Write("&lt;"); break;
                case '>': writer.Write("&gt;"); break;
                case '"': writer.Write("&quot;"); break;
                case '\'': writer.Write("&#39;"); break;
                default: writer.Write(character); break;
            }
        }
    }
}
