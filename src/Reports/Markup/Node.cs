namespace RnnToolkit.Reports.Markup;

/// <summary>A part of a document: an element or text.</summary>
public abstract class Node
{
    /// <summary>Text that is escaped when it is written.</summary>
    public static implicit operator Node(string text) => FromString(text);

    /// <summary>Text that is escaped when it is written.</summary>
    public static Node FromString(string text) => new TextNode(text);

    internal abstract void Write(TextWriter writer);

    sealed class TextNode(string text) : Node
    {
        internal override void Write(TextWriter writer) => Escaping.Write(writer, text);
    }
}
